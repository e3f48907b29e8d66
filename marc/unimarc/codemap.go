package unimarc

import "strings"

// codeMap turns the codes of one MARC 21 position into those of UNIMARC.
type codeMap struct {
	to     [256]byte // 0: no such code
	coarse [256]bool // another code leads back from the same UNIMARC code
}

// codes makes a codeMap of entries such as "a=pjgs": UNIMARC a stands for
// MARC 21 p, j, g and s, and leads back to p. # is a blank; the fill character
// stays itself unless it has an entry.
func codes(entries string) *codeMap {
	m := new(codeMap)
	m.to['|'] = '|'
	for e := range strings.FieldsSeq(entries) {
		for i := 2; i < len(e); i++ {
			from := unblank(e[i])
			m.to[from] = unblank(e[0])
			m.coarse[from] = i > 2
		}
	}
	return m
}

func unblank(c byte) byte {
	if c == '#' {
		return ' '
	}
	return c
}

// code is what the MARC 21 code b at a position becomes, and reports what that
// loses. A code that is not in the map becomes other.
func (c *conversion) code(m *codeMap, tag string, pos int, b, other byte) byte {
	silent := b == ' ' || b == '|'
	if m.to[b] == 0 {
		if !silent {
			c.losePosition(tag, positionName(pos), char(b), noCode)
		}
		return other
	}
	if m.coarse[b] && !silent {
		c.losePosition(tag, positionName(pos), char(b), coarser)
	}
	return m.to[b]
}

// Codes of the leader.
var (
	ldrStatus   = codes("c=ca d=d n=n# p=p")
	ldrType     = codes("a=a b=t c=c d=d e=e f=f g=g i=i j=j k=k l=m m=op r=r")
	ldrLevel    = codes("s=s i=i a=ba m=m c=cd")
	ldrEncoding = codes("#=#4I 1=1 2=8 3=3257uzKM")
	ldrForm     = codes("#=ia i=c n=#nu")
)

// Codes of 008 for continuing resources, with their place in 100, 106 and 110.
var (
	publicationStatus = codes("a=c b=d c=u d=s e=r f=q g=m h=t i=p j=e u=nb")
	government        = codes("a=f b=sa d=l e=cm f=i h=o u=u y=# z=z")
	originalScript    = codes("b=ba c=c d=d e=e f=f g=g h=h i=i j=j k=k l=l z=zu#")
	formOfItem        = codes("r=#r t=bagh g=c d=d f=f s=oqs i=i z=zpt")
	resourceType      = codes("a=pjgs b=m c=n e=l f=d g=w z=#hrt")
	frequency         = codes("a=d b=c c=w d=e e=s f=m g=b h=q i=t j=f k=a l=g m=h n=i o=j p=k u=u| y=# z=z")
	regularity        = codes("a=r b=n u=u|# y=x")
	contents          = codes("a=b b=c c=i d=a e=d f=e g=r h=y i=s j=p k=o l=l m=w n=g o=v p=h r=n t=6 |=#")
	conference        = codes("0=0 1=1")
)
