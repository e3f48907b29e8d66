#!/usr/bin/perl
# Prints each record of a file on one line, as MARC::Record reads it: leader and
# fields with 1E between them, indicators, subfields with 1F before each.
#
# usage: dump.pl iso2709|marcxml FILE
#
# Lengths and addresses in the leader (00-04, 12-16) and what every writer has
# to set (10-11, 20-23) are left out of the comparison.
use strict;
use warnings;
use MARC::Batch;
use MARC::File::XML (BinaryEncoding => 'utf8', RecordFormat => 'MARC21');
binmode STDOUT, ':encoding(UTF-8)';

my ($format, $file) = @ARGV;
die "usage: dump.pl iso2709|marcxml FILE\n" unless $file;
my $next = $format eq 'marcxml' ? marcxml($file) : iso2709($file);
my $n = 0;
while (my $r = $next->()) {
    $n++;
    my $leader = $r->leader;
    substr($leader, 20, 4) = '____';
    substr($leader, 10, 7) = '_______';
    substr($leader, 0, 5)  = '_____';
    my @out = ($leader);
    for my $f ($r->fields) {
        if ($f->is_control_field) { push @out, $f->tag . ' ' . $f->data; next }
        push @out, join '', $f->tag, ' ', $f->indicator(1), $f->indicator(2),
            map { "\x{1f}$_->[0]$_->[1]" } $f->subfields;
    }
    my $line = join("\x{1e}", @out);
    $line =~ s/([\r\n\\])/sprintf(q{\x%02x}, ord $1)/ge;
    print $line, "\n";
}
die "$file: no record could be read\n" unless $n;

sub iso2709 {
    my $batch = MARC::Batch->new('USMARC', shift);
    $batch->strict_off;
    $batch->warnings_off;
    return sub { $batch->next };
}

# MARC::Batch finds the records in XML by patterns that take a minute for five
# thousand of them; here they end where the line says so.
sub marcxml {
    open my $in, '<:raw', shift or die $!;
    return sub {
        local $/ = "</record>\n";
        my $xml = <$in> // return;
        $xml =~ s/^.*?(?=<record\b)//s or return;
        return MARC::Record->new_from_xml($xml, 'UTF-8', 'MARC21');
    };
}
