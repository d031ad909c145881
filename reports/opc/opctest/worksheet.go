package opctest

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The elements of a worksheet in their order (18.3.1.99).
var sheetOrder = strings.Fields(`sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges
	scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks
	printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches ignoredErrors smartTags drawing
	legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls webPublishItems tableParts AlternateContent extLst`)

var reference = regexp.MustCompile(`^([A-Z]{1,3})([1-9]\d{0,6})$`)

// cell is a reference's column and row, 0 where it is none.
func cell(ref string) (col, row int) {
	m := reference.FindStringSubmatch(ref)
	if m == nil {
		return 0, 0
	}
	for _, c := range m[1] {
		col = col*26 + int(c-'A'+1)
	}
	row, err := strconv.Atoi(m[2])
	if err != nil || col > 16384 || row > 1048576 {
		return 0, 0
	}
	return col, row
}

// box is a range's corners.
type box struct{ left, top, right, bottom int }

func boxOf(ref string) (box, bool) {
	first, last, ranged := strings.Cut(ref, ":")
	if !ranged {
		last = first
	}
	var b box
	b.left, b.top = cell(first)
	b.right, b.bottom = cell(last)
	return b, b.left > 0 && b.right >= b.left && b.bottom >= b.top
}

func (b box) meets(o box) bool {
	return b.left <= o.right && o.left <= b.right && b.top <= o.bottom && o.top <= b.bottom
}

func (p *pack) worksheet(part string) {
	root := p.trees[part]
	if root == nil {
		return
	}
	p.order(part, root, sheetOrder)
	p.cells(part, root)
	p.columns(part, root)
	p.ranges(part, root)
	p.validations(part, root)
	for _, rule := range root.all("cfRule") {
		if n := rule.number("dxfId"); n >= p.dxfs {
			p.say(part, "conditional format %d of %d", n, p.dxfs)
		}
		if rule.number("priority") < 1 {
			p.say(part, "a conditional format without a priority")
		}
	}
	for _, d := range root.all("drawing") {
		p.beside(part, d.relation(), "drawing")
	}
	vml := ""
	for _, d := range root.all("legacyDrawing") {
		vml = p.beside(part, d.relation(), "vmlDrawing")
	}
	for _, r := range p.relations(part) {
		if r.kind == "comments" {
			p.comments(r.target, vml)
		}
	}
}

func (p *pack) cells(part string, root *element) {
	lastRow := 0
	for _, row := range root.child("sheetData").kidsOrNone() {
		n := row.number("r")
		if n < 0 {
			n = lastRow + 1
		}
		if n <= lastRow || n > 1048576 {
			p.say(part, "row %d after row %d", n, lastRow)
		}
		lastRow = n
		if ht, err := strconv.ParseFloat(row.attr("ht"), 64); err == nil && ht > 409.5 {
			p.say(part, "row %d is %v high", n, ht)
		}
		lastCol := 0
		for _, c := range row.kids {
			col, at := cell(c.attr("r"))
			if c.attr("r") == "" {
				col, at = lastCol+1, n
			}
			if col <= lastCol || at != n {
				p.say(part, "cell %s in row %d after column %d", c.attr("r"), n, lastCol)
			}
			lastCol = col
			p.order(part, c, []string{"f", "v", "is", "extLst"})
			if s := c.number("s"); s >= p.formats && s > 0 {
				p.say(part, "cell %s has format %d of %d", c.attr("r"), s, p.formats)
			}
			if v := c.child("v"); c.attr("t") == "s" {
				if i, err := strconv.Atoi(v.textOrNone()); err != nil || i >= p.strings {
					p.say(part, "cell %s has text %s of %d", c.attr("r"), v.textOrNone(), p.strings)
				}
			}
			for _, t := range append(c.all("t"), c) {
				if length(t.text) > 32767 {
					p.say(part, "cell %s holds more than 32,767 characters", c.attr("r"))
				}
				if t.name == "t" && strings.TrimSpace(t.text) != t.text && t.attr("space") != "preserve" {
					p.say(part, "cell %s loses the space around %q", c.attr("r"), t.text)
				}
			}
		}
	}
}

func (e *element) textOrNone() string {
	if e == nil {
		return ""
	}
	return e.text
}

func (p *pack) columns(part string, root *element) {
	last := 0
	for _, c := range root.child("cols").kidsOrNone() {
		from, to := c.number("min"), c.number("max")
		if from <= last || to < from || to > 16384 {
			p.say(part, "columns %d to %d after %d", from, to, last)
		}
		last = to
		if w, err := strconv.ParseFloat(c.attr("width"), 64); err == nil && w > 255 {
			p.say(part, "column %d is %v wide", from, w)
		}
	}
	if cols := root.child("cols"); cols != nil && len(cols.kids) == 0 {
		p.say(part, "an empty list of columns")
	}
}

// ranges looks at merged cells, links and other places of a sheet.
func (p *pack) ranges(part string, root *element) {
	var merged []box
	for _, m := range root.all("mergeCell") {
		b, ok := boxOf(m.attr("ref"))
		if !ok || slices.ContainsFunc(merged, b.meets) {
			p.say(part, "merged range %s is none or meets another", m.attr("ref"))
		}
		merged = append(merged, b)
	}
	for _, name := range []string{"mergeCells", "dataValidations"} {
		list := root.child(name)
		if list == nil {
			continue
		}
		if n := list.number("count"); n >= 0 && n != len(list.kids) || len(list.kids) == 0 {
			p.say(part, "%s: count %d of %d", name, n, len(list.kids))
		}
	}
	for _, h := range root.all("hyperlink") {
		if _, ok := boxOf(h.attr("ref")); !ok || length(h.attr("location")) > 2079 || length(h.attr("tooltip")) > 255 {
			p.say(part, "link at %s", h.attr("ref"))
		}
		if h.attr("location") == "" && p.relations(part)[h.relation()].kind != "hyperlink" {
			p.say(part, "link at %s leads nowhere", h.attr("ref"))
		}
	}
	for _, f := range append(root.all("oddHeader"), root.all("oddFooter")...) {
		if length(f.text) > 255 {
			p.say(part, "a header or footer of more than 255 characters")
		}
	}
	for _, s := range append(root.all("conditionalFormatting"), root.all("dataValidation")...) {
		for _, ref := range strings.Fields(s.attr("sqref")) {
			if _, ok := boxOf(ref); !ok {
				p.say(part, "%s at %s", s.name, ref)
			}
		}
		if s.attr("sqref") == "" || len(strings.Fields(s.attr("sqref"))) > 8192 {
			p.say(part, "%s at none or too many places", s.name)
		}
	}
}

func (p *pack) validations(part string, root *element) {
	var taken []box
	for _, v := range root.all("dataValidation") {
		p.order(part, v, []string{"formula1", "formula2"})
		at := v.attr("sqref")
		for _, ref := range strings.Fields(at) {
			b, _ := boxOf(ref)
			if slices.ContainsFunc(taken, b.meets) {
				p.say(part, "%s is checked twice", ref)
			}
			taken = append(taken, b)
		}
		for _, f := range v.kids {
			text := f.text
			if v.attr("type") == "list" && strings.HasPrefix(text, `"`) {
				text = strings.Trim(text, `"`)
			}
			if length(text) > 255 {
				p.say(part, "check at %s: a formula of %d characters", at, length(text))
			}
		}
		for name, most := range map[string]int{"promptTitle": 32, "errorTitle": 32, "prompt": 255, "error": 225} {
			if n := length(v.attr(name)); n > most {
				p.say(part, "check at %s: %s of %d characters", at, name, n)
			}
		}
	}
}

// comments looks at a part of comments and at their shapes.
func (p *pack) comments(part, vml string) {
	root := p.trees[part]
	if root == nil {
		return
	}
	p.order(part, root, []string{"authors", "commentList", "extLst"})
	authors := len(root.child("authors").kidsOrNone())
	places := map[string]bool{}
	for _, c := range root.all("comment") {
		ref := c.attr("ref")
		if _, row := cell(ref); row == 0 || places[ref] {
			p.say(part, "comment at %s is at no cell or at one that has another", ref)
		}
		places[ref] = true
		if n := c.number("authorId"); n < 0 || n >= authors {
			p.say(part, "comment at %s is by author %d of %d", ref, n, authors)
		}
		if c.child("text") == nil {
			p.say(part, "comment at %s has no text", ref)
		}
	}
	if len(places) == 0 {
		return
	}
	if vml == "" {
		p.say(part, "its comments have no shapes")
		return
	}
	ids, shaped := map[string]bool{}, 0
	for _, s := range p.trees[vml].all("shape") {
		if id := s.attr("id"); id == "" || ids[id] {
			p.say(vml, "shape %q is missing its id or has another's", id)
		}
		ids[s.attr("id")] = true
		for _, d := range s.all("ClientData") {
			if d.attr("ObjectType") == "Note" {
				shaped++
			}
		}
	}
	if p.trees[vml] != nil && shaped != len(places) {
		p.say(vml, "%d shapes for %d comments", shaped, len(places))
	}
}
