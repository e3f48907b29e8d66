package main

import (
	"time"

	"issnd/issn"
)

// harvesting takes the whole register as the public and with a key, and looks
// whether every record came, and came once.
func (b *bench) harvesting() error {
	data, err := b.imported()
	if err != nil {
		return err
	}
	keys, key, err := b.key()
	if err != nil {
		return err
	}
	members := b.members()
	for _, l := range []struct {
		who, key string
		want     []issn.ISSN
	}{{"public", "", members.public}, {"with a key", key, members.all}} {
		ours, err := b.serving(data, "--keys", keys)
		if err != nil {
			return err
		}
		err = b.harvestAs(ours, "harvest, "+l.who, l.key, l.want)
		ours.stop()
		if err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) harvestAs(ours *server, what, key string, want []issn.ISSN) error {
	memory, start := ours.watch(), time.Now()
	defer memory.peak()
	v, err := b.newHarvest(ours.address, key).take(wholeList, false)
	if err != nil {
		return err
	}
	b.figure(what+": records a second", "%.0f", float64(v.items)/time.Since(start).Seconds())
	b.exactly(what+": records", v.items, len(want))
	b.exactly(what+": completeListSize", v.size, len(want))
	b.exactly(what+": identifiers that come twice", v.twice, 0)
	b.exactly(what+": records that are missing", missing(want, v), 0)
	b.atMost(what+": memory that the second half takes besides, MB", memory.growth()/1e6, 32)
	b.memoryOf(what, memory)
	return nil
}
