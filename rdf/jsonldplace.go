package rdf

// ldPlace is where a node stands in a compact document.
type ldPlace struct {
	at      int32 // the statement that holds it, read forwards or backwards
	level   int32 // how deep it is embedded
	scope   int32
	firstIn int32 // the first statement to be reversed that has it as object
	lastIn  int32
	mapRun  int32 // the run in whose id map it stands
}

// The places that are not inside a statement.
const (
	nowhere  = -1
	topLevel = -2
)

// maxLevel is how deep node objects are embedded in each other; deeper nodes
// are written apart.
const maxLevel = 64

// link finds the nodes that are objects. Classes are not linked: as types, they
// are only named.
func (w *ldWriter) link() {
	for _, i := range w.x.objects {
		o := &w.x.triples[i].O
		to := int32(-1)
		switch {
		case o.Kind == KindBlank:
			to = w.x.nodeOf(o, 2*i+1)
		case w.x.pred(i) != symbolType:
			to = w.x.find(o)
		}
		if to >= 0 {
			w.x.refer(i, to)
		}
	}
	w.places = resized(w.places, len(w.x.nodes))
	for n := range w.places {
		w.places[n] = ldPlace{at: nowhere, firstIn: -1, mapRun: -1}
	}
	w.linkBack()
}

// linkBack lists the statements that may be reversed by their object: of one
// subject and property only the first.
func (w *ldWriter) linkBack() {
	w.written = resized(w.written, len(w.x.triples))
	clear(w.written)
	w.follow = resized(w.follow, len(w.x.triples))
	for _, i := range w.x.objects {
		to := w.x.statements[i].object
		if to < 0 || !w.name(w.x.pred(i)).reverse || w.x.runs[w.x.statements[i].run].first != i {
			continue
		}
		p := &w.places[to]
		if p.firstIn < 0 {
			p.firstIn = i
		} else {
			w.follow[p.lastIn] = i
		}
		p.lastIn, w.follow[i] = i, -1
	}
}

// place gives every node with statements its place, breadth first.
func (w *ldWriter) place() {
	for n := range w.places {
		if w.free(int32(n)) {
			w.tree(int32(n))
		}
	}
}

// free tells whether a node is still to be placed.
func (w *ldWriter) free(n int32) bool {
	return w.places[n].at == nowhere && w.x.nodes[n].first >= 0
}

// tree places a node at the top level and those that are reached from it inside
// it.
func (w *ldWriter) tree(n int32) {
	w.places[n].at = topLevel
	w.queue = append(w.queue[:0], n)
	for k := 0; k < len(w.queue); k++ {
		if n := w.queue[k]; w.places[n].level < maxLevel {
			w.placeObjects(n)
			w.placeSubjects(n)
		}
	}
}

// placeObjects places the nodes that node n has as objects.
func (w *ldWriter) placeObjects(n int32) {
	for r := w.x.nodes[n].first; r >= 0; r = w.x.runs[r].next {
		if !w.x.runs[r].linked {
			continue
		}
		for i := w.x.runs[r].first; i >= 0; i = w.x.statements[i].next {
			to := w.x.statements[i].object
			if to < 0 || !w.free(to) {
				continue
			}
			scope := w.places[n].scope
			if len(w.scopes) > 1 {
				scope = w.innerScope(w.scopes[scope], i)
			}
			w.put(to, i, n, scope)
		}
	}
}

// innerScope returns the scope of the object of a statement in scope s.
func (w *ldWriter) innerScope(s *scope, i int32) int32 {
	terms := w.terms(s, w.x.pred(i))
	if k := fits(&w.x.triples[i].O, terms); k < len(terms) {
		return terms[k].inner.number
	}
	return s.number
}

// placeSubjects places the nodes that have node n as object of a property with
// a reverse term.
func (w *ldWriter) placeSubjects(n int32) {
	for i := w.places[n].firstIn; i >= 0; i = w.follow[i] {
		s := w.x.subject(i)
		if !w.free(s) {
			continue
		}
		if t := w.scopes[w.places[n].scope].reversed(w.x.triples[i].P.Value); t != nil {
			w.put(s, i, n, t.inner.number)
			w.written[i] = true
		}
	}
}

// put places a node inside node outer, in statement i.
func (w *ldWriter) put(n, i, outer, scope int32) {
	p := &w.places[n]
	p.at, p.level, p.scope = i, w.places[outer].level+1, scope
	w.queue = append(w.queue, n)
}
