package marked

import (
	"cmp"
	"maps"
	"slices"
)

// sortedKeys are a map's keys in order.
func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }

// clean takes every mark out of the package: the list of findings, the
// comments, the colours.
func (p *pkg) clean() error {
	var r record
	for _, s := range p.sheets {
		if s.own {
			r = readRecord(s.grid)
		}
	}
	if err := p.dropSheets(); err != nil {
		return err
	}
	for _, s := range p.sheets {
		if s.part == "" {
			continue
		}
		if err := p.dropComments(s.part); err != nil {
			return err
		}
	}
	return p.dropColours(&r)
}

// dropColours gives marked cells their fills back.
func (p *pkg) dropColours(r *record) error {
	rel, ok, err := p.relationOf(p.main, "styles")
	if err != nil || !ok {
		return err
	}
	doc, err := p.read(rel.target)
	if err != nil {
		return err
	}
	untouched := sumOf(doc) == r.sum
	shadeOf, err := p.markedFills(rel.target)
	if err != nil || len(shadeOf) == 0 && !untouched {
		return err
	}
	s, err := p.readStyles()
	if err != nil {
		return err
	}
	if !untouched {
		r.formats = nil // the numbers are another program's
	}
	marked, err := s.originals(r, shadeOf)
	if err != nil {
		return err
	}
	last := 0
	if len(marked) > 0 || untouched {
		for _, sheet := range p.sheets {
			if sheet.part == "" {
				continue
			}
			doc, err := p.read(sheet.part)
			if err != nil {
				return err
			}
			edits, used, err := unpaint(doc, marked)
			if err != nil {
				return err
			}
			last = max(last, used)
			p.edit(sheet.part, doc, edits)
		}
	}
	if untouched && last < r.counts["cellXfs"] && s.selfContained(r.counts) {
		p.truncate(s, r.counts)
		return nil
	}
	return p.store(s)
}

// markedFills are the fills of marks with their shades, by their places.
func (p *pkg) markedFills(part string) (map[int]int, error) {
	doc, root, err := p.tree(part)
	if err != nil {
		return nil, err
	}
	out := make(map[int]int)
	if fills := root.child("fills"); fills != nil {
		for i, n := range fills.kids {
			if shade, ok := markOf(string(doc[n.from:n.after])); ok {
				out[i] = shade
			}
		}
	}
	return out, nil
}

// originals finds, for each cell format with a mark's fill, the format without
// it: as recorded, or the same one with the fill that stood there before.
func (s *styles) originals(r *record, shadeOf map[int]int) (map[int]original, error) {
	formats := s.of["cellXfs"]
	out := make(map[int]original)
	for i := range formats.base {
		fill, err := s.fillOf(i)
		if err != nil {
			return nil, err
		}
		shade, ok := shadeOf[fill]
		if !ok {
			continue
		}
		was := r.of(shade)
		if from, ok := r.formats[i]; ok && from >= 0 && from < formats.base {
			out[i] = original{from, was.absent}
			continue
		}
		text, err := s.with(i, s.place("fills", withPrefix(was.fill, s.prefix)))
		if err != nil {
			return nil, err
		}
		out[i] = original{s.place("cellXfs", text), was.absent}
	}
	return out, nil
}

// place is where an item stands in a list; it is added where it does not.
func (s *styles) place(list, item string) int {
	l := s.of[list]
	if i := slices.Index(l.items, item); i >= 0 {
		return i
	}
	return l.add(item)
}
