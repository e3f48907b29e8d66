package bleveindex

import "sync"

// lazy is a value that is made when it is first asked for. Who asks meanwhile
// waits; what could not be made is tried again.
type lazy[T any] struct {
	mu    sync.Mutex
	there bool
	value T
}

func (l *lazy[T]) get(make func() (T, error)) (T, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.there {
		return l.value, nil
	}
	v, err := make()
	if err == nil {
		l.value, l.there = v, true
	}
	return v, err
}

// lazies are such values by name. The zero lazies are empty.
type lazies[T any] struct {
	mu     sync.Mutex
	values map[string]*lazy[T]
}

func (l *lazies[T]) get(name string, make func() (T, error)) (T, error) {
	return l.named(name).get(make)
}

func (l *lazies[T]) named(name string) *lazy[T] {
	l.mu.Lock()
	defer l.mu.Unlock()
	v := l.values[name]
	if v == nil {
		if l.values == nil {
			l.values = map[string]*lazy[T]{}
		}
		v = &lazy[T]{}
		l.values[name] = v
	}
	return v
}
