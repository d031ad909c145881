package docx

import (
	"fmt"
	"strconv"

	"tongbao/reports/page"
)

// anchors are the places that texts link to: their bookmarks' numbers by name,
// and which are in the document already.
type anchors struct {
	number map[string]int
	placed map[string]bool
}

func newAnchors(book *page.Book) anchors {
	a := anchors{number: map[string]int{}, placed: map[string]bool{}}
	for _, at := range book.Anchors {
		if a.number[at.Name] == 0 {
			a.number[at.Name] = len(a.number) + 1
		}
	}
	return a
}

// bookmark is the name Word knows an anchor by.
func bookmark(number int) string { return "link" + strconv.Itoa(number) }

// link makes runs lead to an anchor, where there is one; they look like any
// text.
func (a anchors) link(name, runs string) string {
	n := a.number[name]
	if n == 0 || runs == "" {
		return runs
	}
	return fmt.Sprintf(`<w:hyperlink w:anchor="%s" w:history="1">%s</w:hyperlink>`, bookmark(n), runs)
}

// place makes runs an anchor; of one name the first counts.
func (a anchors) place(name, runs string) string {
	n := a.number[name]
	if n == 0 || a.placed[name] {
		return runs
	}
	a.placed[name] = true
	return fmt.Sprintf(`<w:bookmarkStart w:id="%d" w:name="%s"/>%s<w:bookmarkEnd w:id="%[1]d"/>`, n, bookmark(n), runs)
}
