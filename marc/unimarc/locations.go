package unimarc

import "issnd/marc"

// locationBlock is where the resource is, 345 and 8XX.
var locationBlock = []rule{
	{tag: "037", to: "345", subs: "b:a a:b f:c c:d"},
	{tag: "850", to: "850", subs: "a"},
	{tag: "852", to: "852", ind1: mapped(1, "0>0 1>0 2>0 3>0 4>2 5>3 6>4 7>0 8>5"), ind2: mapped(2, "0>0 1>1 2>2"),
		subs: "a b c:b e:c f:d g:e h:j i:j j k:g l:k m:l n:p p:m t x z:y 2 3:y", do: shelf},
	{tag: "856", to: "856", ind1: copied(1), subs: "a b c d f g:u i j k m n:z o p q s t:z u v w x y:2 z 2:y 3:z", do: electronicLocation},
	{tag: "857", to: "856", ind1: copied(1), subs: "c:n b:z d:z u x y:2 z 3:z q", do: electronicLocation},
	{tag: "886", to: "886", ind1: copied(1), subs: "a b 2"},
}

// electronicLocation writes 856. The relation to the resource, the second
// indicator, has no place; that of a related resource becomes a note.
func electronicLocation(c *conversion, r *rule, f *marc.Field) {
	c.open(r.target, r.ind1.of(f), ' ')
	c.addMapped(r, f)
	if f.Ind2 == '2' && len(c.slab) > c.start {
		c.add('z', "Related resource")
	}
	c.close()
	if f.Ind2 != ' ' && f.Tag != tag880 {
		c.loseIndicator(f.Tag, 2, f.Ind2, noIndicator)
	}
	c.loseMaterials(f)
}

// shelf writes 852. Which classification a call number is from can be said
// only in $2.
func shelf(c *conversion, r *rule, f *marc.Field) {
	if f.Ind1 >= '0' && f.Ind1 <= '3' {
		c.loseIndicator(f.Tag, 1, f.Ind1, coarser)
	}
	c.carry(r, f)
	c.loseMaterials(f)
}

// loseMaterials reports $3, the part of the resource that a location is for:
// it has become a note.
func (c *conversion) loseMaterials(f *marc.Field) {
	for _, s := range f.Subfields {
		if s.Code == '3' {
			c.lose(f.Tag, s.Code, s.Value, asNote)
		}
	}
}
