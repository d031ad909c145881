package page

import "strconv"

// link is the index of an anchor's name among the links.
func (s *Setter) link(name string) int32 {
	if name == "" {
		return 0
	}
	if last := len(s.links) - 1; s.links[last] != name {
		s.links = append(s.links, name)
	}
	return int32(len(s.links) - 1)
}

// anchor names a place of the last page.
func (s *Setter) anchor(name string, y float64) {
	if name != "" {
		s.book.Anchors = append(s.book.Anchors, Anchor{name, len(s.book.Pages) - 1, y})
	}
}

// AnnexLabel is how the text names an annex, and the annex's anchor: 附件2, or
// 附件 where it is the only one.
func AnnexLabel(number, of int) string {
	if of == 1 {
		return "附件"
	}
	return "附件" + strconv.Itoa(number)
}
