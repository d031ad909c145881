package notice

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"tongbao/server/internal/intake"
	"tongbao/server/internal/wording"
)

// compare tells in which places a list that repeats another differs from it.
func (r *reader) compare(f *found) {
	first := f.of
	mine, theirs := f.byKey(), first.byKey()
	for _, it := range first.items {
		if mine[it.key()] == nil {
			r.warn(intake.CodeNotRepeated, f.name, f.start().String(), "value", it.id(), "other", first.name)
		}
	}
	for i, h := range f.heads {
		if i < len(first.heads) && len(f.heads) == len(first.heads) {
			if o := first.heads[i]; !same(h.whole, o.whole) {
				r.warn(intake.CodeNoticeDiffers, f.name, h.String(), "of", "heading", "value", h.whole, "expected", o.whole, "other", first.name, "at", o.String())
			}
		}
	}
	for _, it := range f.items {
		o := theirs[it.key()]
		if o == nil {
			r.warn(intake.CodeNotRepeated, first.name, first.start().String(), "value", it.id(), "other", f.name)
			continue
		}
		content, duties := wording.CutDuties(it.text)
		wanted, wantedDuties := wording.CutDuties(o.text)
		r.differs(f, it, o, "", firstOf(it.name, content), firstOf(o.name, wanted))
		r.differs(f, it, o, "units", duties, wantedDuties)
		for column, p := range it.parts {
			if q := o.parts[column]; q != nil {
				of := ""
				if brief(column) {
					of = "units"
				}
				r.differs(f, it, o, of, p.text, q.text)
			}
		}
	}
}

// byKey are a list's items by their keys.
func (l *list) byKey() map[string]*item {
	m := make(map[string]*item, len(l.items))
	for _, it := range l.items {
		m[it.key()] = it
	}
	return m
}

// key tells an item from the others of its list, whose numbers may begin anew
// under each heading.
func (it *item) key() string {
	if it.restarted {
		return strconv.Itoa(it.head.no) + "-" + it.id()
	}
	return it.id()
}

// differs tells of two texts that are not the same where they part.
func (r *reader) differs(f *found, it, o *item, of, text, wanted string) {
	if same(text, wanted) {
		return
	}
	a, b := unalike(squeezed(text), squeezed(wanted))
	if x, y := otherUnits(text, wanted); of == "units" && x != "" && y != "" {
		a, b = x, y
	}
	if of == "" && wording.Key(text) == wording.Key(wanted) {
		of = "signs"
	}
	args := []string{"no", it.id(), "value", a, "expected", b, "other", f.of.name, "at", o.String()}
	if of != "" {
		args = append(args, "of", of)
	}
	r.warn(intake.CodeNoticeDiffers, f.name, it.String(), args...)
}

// otherUnits are the units that each of two texts alone names.
func otherUnits(text, wanted string) (mine, theirs string) {
	a, b := allUnits(text), allUnits(wanted)
	only := func(a, b []string) string {
		return strings.Join(slices.DeleteFunc(slices.Clone(a), func(n string) bool { return slices.Contains(b, n) }), "、")
	}
	return only(a, b), only(b, a)
}

func allUnits(text string) []string {
	if l, ok := wording.LabelledUnits(text); ok {
		return slices.Concat(l.Leads, l.Locals, l.Partners, l.Leaders, l.Bare)
	}
	return wording.DutyUnits(text)
}

// squeezed is a text without white space, in its own script.
func squeezed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// same reports whether two texts are the same but for white space, script and the
// width of their signs.
func same(a, b string) bool { return wording.Squeeze(a) == wording.Squeeze(b) }

// around is how many characters beside a difference are told.
const around = 6

// unalike are the stretches in which two texts differ, with a few characters on
// either side.
func unalike(a, b string) (string, string) {
	x, y := []rune(a), []rune(b)
	plainX, plainY := []rune(wording.Plain(a)), []rune(wording.Plain(b))
	if len(x) != len(plainX) || len(y) != len(plainY) { // marks without width
		x, y = plainX, plainY
	}
	from := 0
	for from < len(x) && from < len(y) && plainX[from] == plainY[from] {
		from++
	}
	end := 0
	for end < len(x)-from && end < len(y)-from && plainX[len(x)-1-end] == plainY[len(y)-1-end] {
		end++
	}
	return excerpt(x, from, len(x)-end), excerpt(y, from, len(y)-end)
}

func excerpt(r []rune, from, to int) string {
	first, last := max(from-around, 0), min(to+around, len(r))
	s := string(r[first:last])
	if first > 0 {
		s = "…" + s
	}
	if last < len(r) && utf8.RuneCountInString(s) > 0 {
		s += "…"
	}
	return s
}
