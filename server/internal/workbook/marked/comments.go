package marked

import (
	"bytes"
	"html"
	"path"
	"strings"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/workbook/markup"
)

// author signs our comments, and ownWords begin what is ours in a comment that
// was there before.
const (
	author   = "实事通报"
	ownWords = "【实事通报】"
)

// dropComments takes our comments, and our words in other people's, out of a
// sheet; with the last comment go the parts that were made for it.
func (p *pkg) dropComments(sheetPart string) error {
	rel, ok, err := p.relationOf(sheetPart, "comments")
	if err != nil || !ok {
		return err
	}
	doc, root, err := p.tree(rel.target)
	if err != nil {
		return err
	}
	authors, list := root.child("authors"), root.child("commentList")
	if authors == nil || list == nil {
		return nil
	}
	us := ourPlace(doc, authors)
	gone := make(map[grid.Address]bool)
	var edits []edit
	left, signed := 0, false
	for _, c := range list.kids {
		cut, whole := ownIn(doc, c)
		by, _ := c.attr("authorId")
		if whole || us >= 0 && by == itoa(us) {
			ref, _ := c.attr("ref")
			if at, ok := grid.ParseAddress(ref); ok {
				gone[at] = true
			}
			edits = append(edits, c.removed())
			continue
		}
		left++
		signed = signed || by == itoa(us)
		edits = append(edits, cut...)
	}
	if len(edits) == 0 {
		return nil
	}
	if left == 0 {
		if err := p.discard(rel.target); err != nil {
			return err
		}
		if err := p.unrelate(sheetPart, rel.id); err != nil {
			return err
		}
	} else {
		if us >= 0 && us == len(authors.kids)-1 && us > 0 && !signed {
			edits = append(edits, authors.kids[us].removed())
		}
		p.edit(rel.target, doc, edits)
	}
	return p.dropShapes(sheetPart, gone)
}

// ourPlace is the place of our name among the authors, -1 where it is not.
func ourPlace(doc []byte, authors *node) int {
	for i, a := range authors.kids {
		if html.UnescapeString(string(doc[a.to:a.inTo])) == author {
			return i
		}
	}
	return -1
}

// ownIn finds our words in a comment: whole when there is nothing else, or the
// edits that cut them off at the end.
func ownIn(doc []byte, comment *node) (cut []edit, whole bool) {
	var texts []*node
	comment.find("t", func(t *node) { texts = append(texts, t) })
	runs := make(map[*node]*node)
	comment.find("r", func(r *node) {
		for _, k := range r.kids {
			runs[k] = r
		}
	})
	before := ""
	for i, t := range texts {
		raw := string(doc[t.to:t.inTo])
		at := strings.Index(raw, ownWords)
		if at < 0 {
			before += raw
			continue
		}
		before += raw[:at]
		if strings.TrimSpace(before) == "" {
			return nil, true
		}
		keep := withoutBreak(raw[:at])
		if i > 0 && keep == "" {
			last := texts[i-1]
			if was := string(doc[last.to:last.inTo]); at == 0 {
				cut = append(cut, edit{last.to + len(withoutBreak(was)), last.inTo, ""})
			}
			// A text without a font of its own was plain before it was joined.
			if r := runs[last]; i == 1 && r != nil && len(r.kids) == 1 {
				cut = append(cut, edit{r.from, r.to, ""}, edit{r.inTo, r.after, ""})
			}
		}
		for _, later := range texts[i:] {
			switch r := runs[later]; {
			case later == t && keep != "":
				cut = append(cut, edit{t.to + len(keep), t.inTo, ""})
			case r != nil:
				cut = append(cut, r.removed())
			default:
				cut = append(cut, later.removed())
			}
		}
		return cut, false
	}
	return nil, false
}

// withoutBreak is a text as it stands in XML without the line break at its end.
func withoutBreak(raw string) string {
	for _, end := range []string{"\n", "&#10;", "&#xA;", "&#xa;"} {
		if cut, ok := strings.CutSuffix(raw, end); ok {
			return cut
		}
	}
	return raw
}

// addComments puts comments on cells of a sheet, joined to those that are
// there. The cells ascend.
func (p *pkg) addComments(sheetPart string, cells []grid.Address, texts map[grid.Address]string) error {
	if ok, err := p.canDraw(sheetPart); err != nil || !ok || len(cells) == 0 {
		return err
	}
	rel, ok, err := p.relationOf(sheetPart, "comments")
	if err != nil {
		return err
	}
	part := rel.target
	if !ok {
		part = p.free(path.Dir(p.main), "comments", ".xml")
		p.write(part, []byte(markup.Head+`<comments xmlns="`+p.dialect.main+`"><authors></authors><commentList></commentList></comments>`))
		if err := p.declare(part, "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"); err != nil {
			return err
		}
		if _, err := p.relate(sheetPart, "comments", part); err != nil {
			return err
		}
	}
	doc, root, err := p.tree(part)
	if err != nil {
		return err
	}
	authors, list := root.child("authors"), root.child("commentList")
	if authors == nil || list == nil {
		return nil
	}
	var edits []edit
	us := ourPlace(doc, authors)
	if us < 0 {
		us = len(authors.kids)
		edits = append(edits, authors.appended("<"+root.prefix()+"author>"+author+"</"+root.prefix()+"author>"))
	}
	there := make(map[grid.Address]*node)
	for _, c := range list.kids {
		ref, _ := c.attr("ref")
		if at, ok := grid.ParseAddress(ref); ok {
			there[at] = c
		}
	}
	var fresh []grid.Address
	var added strings.Builder
	for _, at := range cells {
		text := `t xml:space="preserve">` + markup.Escape(ownWords+texts[at])
		if c := there[at]; c != nil {
			edits = append(edits, joined(doc, c, authors, root.prefix(), texts[at])...)
			continue
		}
		fresh = append(fresh, at)
		added.WriteString(withPrefix(`<comment ref="`+at.String()+`" authorId="`+itoa(us)+`"><text><r><`+text+`</t></r></text></comment>`, root.prefix()))
	}
	if added.Len() > 0 {
		edits = append(edits, list.appended(added.String()))
	}
	p.edit(part, doc, edits)
	return p.addShapes(sheetPart, fresh, texts)
}

// joined puts our words at the end of a comment that was there. One that only
// stands in for a threaded discussion is left alone: Excel shows the
// discussion in its place.
func joined(doc []byte, comment, authors *node, prefix, words string) []edit {
	by := number(comment.tag, "authorId", -1)
	text := comment.child("text")
	if text == nil || by >= 0 && by < len(authors.kids) &&
		bytes.HasPrefix(doc[authors.kids[by].to:authors.kids[by].inTo], []byte("tc=")) {
		return nil
	}
	var edits []edit
	// A text either is plain or has runs (CT_Rst, 18.4.8).
	if plain := text.child("t"); plain != nil {
		edits = append(edits, edit{plain.from, plain.from, "<" + prefix + "r>"}, edit{plain.after, plain.after, "</" + prefix + "r>"})
	}
	run := withPrefix(`<r><t xml:space="preserve">`, prefix) + "\n" + markup.Escape(ownWords+words) + withPrefix("</t></r>", prefix)
	if text.end {
		return append(edits, text.appended(run))
	}
	at := text.inTo
	for _, k := range text.kids {
		if name := k.local(); name == "rPh" || name == "phoneticPr" {
			at = k.from
			break
		}
	}
	return append(edits, edit{at, at, run})
}
