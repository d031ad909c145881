package marked

import (
	"bytes"
	"fmt"
	"path"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/grid"
)

// Comments are drawn by shapes in VML (ECMA-376 part 4, 19), a part that is not
// always well-formed: it is cut and lengthened as text.

const (
	vmlHead = `<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"` +
		` xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/></o:shapelayout></xml>`
	shapeType = `<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">` +
		`<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>`
	shapeEnd = "</v:shape>"
)

var (
	shapeNumber = regexp.MustCompile(`_x0000_s(\d{1,9})`)
	shapeRow    = regexp.MustCompile(`<x:Row>\s*(\d+)\s*</x:Row>`)
	shapeColumn = regexp.MustCompile(`<x:Column>\s*(\d+)\s*</x:Column>`)
	drawingTag  = regexp.MustCompile(`^<(?:\w+:)?legacyDrawing[\s>]`)
)

// legacyDrawing is the sheet's element that names its VML part, with that part.
func (p *pkg) legacyDrawing(sheetPart string) (doc []byte, at *node, rel relation, err error) {
	if doc, err = p.read(sheetPart); err != nil {
		return nil, nil, relation{}, err
	}
	err = walk(doc, func(depth int, t tag) error {
		if depth == 1 && t.start && drawingTag.Match(t.raw) {
			at = &node{tag: t, inTo: t.to, after: t.to}
		} else if at != nil && depth == 1 && at.name != nil && t.end && !at.end && t.local() == "legacyDrawing" {
			at.after = t.to
		}
		return nil
	})
	if err != nil || at == nil {
		return doc, nil, relation{}, err
	}
	list, err := p.relations(sheetPart)
	for _, r := range list {
		if r.id == relID(at) && p.has(r.target) {
			rel = r
		}
	}
	return doc, at, rel, err
}

// canDraw reports whether comments can be drawn on a sheet: there is no VML yet,
// or one that can be lengthened.
func (p *pkg) canDraw(sheetPart string) (bool, error) {
	_, at, rel, err := p.legacyDrawing(sheetPart)
	if err != nil || at == nil {
		return err == nil, err
	}
	if rel.target == "" {
		return false, nil
	}
	vml, err := p.read(rel.target)
	if err != nil {
		return false, err
	}
	for _, needed := range []string{`xmlns:v="urn:schemas-microsoft-com:vml"`, `xmlns:o="urn:schemas-microsoft-com:office:office"`, `xmlns:x="urn:schemas-microsoft-com:office:excel"`, "</xml>"} {
		if !bytes.Contains(vml, []byte(needed)) {
			return false, nil
		}
	}
	return true, nil
}

// addShapes draws the comments on cells, hidden until the pointer is on them.
func (p *pkg) addShapes(sheetPart string, cells []grid.Address, texts map[grid.Address]string) error {
	if len(cells) == 0 {
		return nil
	}
	_, at, rel, err := p.legacyDrawing(sheetPart)
	if err != nil {
		return err
	}
	part := rel.target
	if at == nil {
		part = p.free(path.Join(path.Dir(p.main), "drawings"), "vmlDrawing", ".vml")
		p.write(part, []byte(vmlHead))
		if err := p.declareExtension("vml", "application/vnd.openxmlformats-officedocument.vmlDrawing"); err != nil {
			return err
		}
		id, err := p.relate(sheetPart, "vmlDrawing", part)
		if err != nil {
			return err
		}
		if err := p.draw(sheetPart, id); err != nil {
			return err
		}
	}
	vml, err := p.read(part)
	if err != nil {
		return err
	}
	var text strings.Builder
	if !bytes.Contains(vml, []byte(`id="_x0000_t202"`)) {
		text.WriteString(shapeType)
	}
	last := 1024
	for _, m := range shapeNumber.FindAllSubmatch(vml, -1) {
		n, _ := strconv.Atoi(string(m[1]))
		last = max(last, n)
	}
	for i, c := range cells {
		text.WriteString(shape(last+1+i, c, texts[c]))
	}
	end := bytes.LastIndex(vml, []byte("</xml>"))
	if end < 0 {
		return nil
	}
	p.edit(part, vml, []edit{{end, end, text.String()}})
	return nil
}

// draw names the VML part in the sheet, at the place the schema gives it.
func (p *pkg) draw(sheetPart, id string) error {
	doc, err := p.read(sheetPart)
	if err != nil {
		return err
	}
	later := map[string]bool{
		"legacyDrawingHF": true, "drawingHF": true, "picture": true, "oleObjects": true, "controls": true,
		"webPublishItems": true, "tableParts": true, "extLst": true, "AlternateContent": true,
	}
	at, prefix, data := -1, "", false
	err = walk(doc, func(depth int, t tag) error {
		switch {
		case depth == 0 && t.start:
			prefix = t.prefix()
		case depth == 1 && t.local() == "sheetData":
			data = true
		}
		if at < 0 && data && (depth == 1 && t.start && later[t.local()] || depth == 0 && t.end && !t.start) {
			at = t.from
		}
		return nil
	})
	if err == nil && at >= 0 {
		p.edit(sheetPart, doc, []edit{{at, at, "<" + prefix + `legacyDrawing xmlns:r="` + p.dialect.rels + `" r:id="` + id + `"/>`}})
	}
	return err
}

// shape draws the comment on a cell: a box to its right that is as high as its
// words need.
func shape(number int, at grid.Address, text string) string {
	lines := 1
	for _, l := range strings.Split(ownWords+text, "\n") {
		lines += 1 + utf8.RuneCountInString(l)/18
	}
	height := min(lines, 40) // in rows of one line
	left, top := at.Col, max(at.Row-2, 0)
	return fmt.Sprintf(`<v:shape id="_x0000_s%d" type="#_x0000_t202" style="position:absolute;margin-left:60pt;margin-top:2pt;width:220pt;height:%dpt;z-index:%d;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">`+
		`<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>`+
		`<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>`+
		`<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>%d, 15, %d, 4, %d, 15, %d, 4</x:Anchor>`+
		`<x:AutoFill>False</x:AutoFill><x:Row>%d</x:Row><x:Column>%d</x:Column></x:ClientData>`+shapeEnd,
		number, height*14, number-1024, left, top, left+3, top+height, at.Row-1, at.Col-1)
}

// dropShapes removes the drawings of comments that are gone, and the VML part
// when it draws nothing else.
func (p *pkg) dropShapes(sheetPart string, gone map[grid.Address]bool) error {
	doc, at, rel, err := p.legacyDrawing(sheetPart)
	if err != nil || at == nil || rel.target == "" {
		return err
	}
	vml, err := p.read(rel.target)
	if err != nil {
		return err
	}
	var edits []edit
	left := 0
	for pos := 0; ; {
		n := bytes.Index(vml[pos:], []byte("<v:shape "))
		if n < 0 {
			break
		}
		from := pos + n
		end := bytes.Index(vml[from:], []byte(shapeEnd))
		if end < 0 {
			left++
			break
		}
		pos = from + end + len(shapeEnd)
		if c, ok := cellOf(vml[from:pos]); ok && gone[c] {
			edits = append(edits, edit{from, pos, ""})
		} else {
			left++
		}
	}
	others := bytes.Contains(vml, []byte("<v:group")) || bytes.Contains(vml, []byte("<v:rect")) || bytes.Contains(vml, []byte("<v:image"))
	if left > 0 || others {
		if len(edits) > 0 {
			vml = apply(vml, edits)
			if !bytes.Contains(vml, []byte(`type="#_x0000_t202"`)) {
				vml = bytes.Replace(vml, []byte(shapeType), nil, 1)
			}
			p.write(rel.target, vml)
		}
		return nil
	}
	if err := p.discard(rel.target); err != nil {
		return err
	}
	if err := p.unrelate(sheetPart, rel.id); err != nil {
		return err
	}
	p.edit(sheetPart, doc, []edit{at.removed()})
	return nil
}

// cellOf is the cell whose comment a shape draws.
func cellOf(shape []byte) (grid.Address, bool) {
	row, col := shapeRow.FindSubmatch(shape), shapeColumn.FindSubmatch(shape)
	if row == nil || col == nil || !bytes.Contains(shape, []byte(`ObjectType="Note"`)) {
		return grid.Address{}, false
	}
	r, err1 := strconv.Atoi(string(row[1]))
	c, err2 := strconv.Atoi(string(col[1]))
	return grid.Address{Col: c + 1, Row: r + 1}, err1 == nil && err2 == nil
}
