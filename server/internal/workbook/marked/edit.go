package marked

import "slices"

// edit replaces a stretch of a document.
type edit struct {
	from, to int
	text     string
}

// apply carries out edits that do not overlap. Those at one place keep their
// order.
func apply(doc []byte, edits []edit) []byte {
	slices.SortStableFunc(edits, func(a, b edit) int { return a.from - b.from })
	size := len(doc)
	for _, e := range edits {
		size += len(e.text)
	}
	out := make([]byte, 0, size)
	pos := 0
	for _, e := range edits {
		out = append(out, doc[pos:e.from]...)
		out = append(out, e.text...)
		pos = e.to
	}
	return append(out, doc[pos:]...)
}
