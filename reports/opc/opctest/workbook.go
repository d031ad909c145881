package opctest

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf16"
)

func length(s string) int { return len(utf16.Encode([]rune(s))) }

// The elements of a workbook in their order (18.2.27), with two that Excel adds.
var workbookOrder = strings.Fields(`fileVersion fileSharing workbookPr AlternateContent revisionPtr workbookProtection bookViews sheets functionGroups
	externalReferences definedNames calcPr oleSize customWorkbookViews pivotCaches smartTagPr smartTagTypes webPublishing fileRecoveryPr
	webPublishObjects extLst`)

func (p *pack) workbook() {
	root := p.trees[p.main]
	if root == nil {
		return
	}
	p.order(p.main, root, workbookOrder)
	kinds := []string{"sheet.main+xml", "sheet.macroEnabled.main+xml"}
	if !slices.ContainsFunc(kinds, func(k string) bool { return strings.HasSuffix(p.kinds[p.main], k) }) {
		p.say(p.main, "its media type %q is no workbook's", p.kinds[p.main])
	}
	rels := p.relations(p.main)
	for _, r := range rels {
		switch r.kind {
		case "styles":
			p.styles(r.target)
		case "sharedStrings":
			p.strings = len(p.trees[r.target].all("si"))
		}
	}
	sheets := root.child("sheets")
	if sheets == nil || len(sheets.kids) == 0 {
		p.say(p.main, "no sheets")
		return
	}
	names, ids, shown := map[string]bool{}, map[string]bool{}, 0
	for _, s := range sheets.kids {
		name := s.attr("name")
		if n := length(name); n == 0 || n > 31 || strings.ContainsAny(name, `:\/?*[]`) || strings.HasPrefix(name, "'") || strings.HasSuffix(name, "'") {
			p.say(p.main, "sheet name %q", name)
		}
		if names[strings.ToLower(name)] || ids[s.attr("sheetId")] || s.number("sheetId") < 1 {
			p.say(p.main, "sheet %q: name or id %s is not its own", name, s.attr("sheetId"))
		}
		names[strings.ToLower(name)], ids[s.attr("sheetId")] = true, true
		if s.attr("state") == "" || s.attr("state") == "visible" {
			shown++
		}
		r, ok := rels[s.relation()]
		if !ok {
			p.say(p.main, "sheet %q leads nowhere", name)
			continue
		}
		if r.kind == "worksheet" {
			p.worksheet(r.target)
		}
	}
	if shown == 0 {
		p.say(p.main, "every sheet is hidden")
	}
	p.definedNames(root, len(sheets.kids))
	for _, v := range root.all("workbookView") {
		if v.number("activeTab") >= len(sheets.kids) || v.number("firstSheet") >= len(sheets.kids) {
			p.say(p.main, "its view shows a sheet that is not there")
		}
	}
}

var (
	validName = regexp.MustCompile(`^[\pL_\\][\pL\pN_.\\?]*$`)
	likeCell  = regexp.MustCompile(`^(?i:[a-z]{1,3}\d+|r\d*c?\d*|c\d*)$`)
)

func (p *pack) definedNames(root *element, sheets int) {
	seen := map[string]bool{}
	for _, n := range root.all("definedName") {
		name, scope := n.attr("name"), n.attr("localSheetId")
		if !validName.MatchString(name) || likeCell.MatchString(name) || length(name) > 255 {
			p.say(p.main, "defined name %q", name)
		}
		if key := strings.ToLower(name) + "/" + scope; seen[key] {
			p.say(p.main, "defined name %q twice", name)
		} else {
			seen[key] = true
		}
		if scope != "" && (n.number("localSheetId") < 0 || n.number("localSheetId") >= sheets) {
			p.say(p.main, "defined name %q belongs to sheet %s", name, scope)
		}
		if n.text == "" || length(n.text) > 8192 {
			p.say(p.main, "defined name %q refers to %.40q", name, n.text)
		}
	}
}

// The elements of a style sheet in their order (18.8.39).
var styleOrder = strings.Fields("numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst")

func (p *pack) styles(part string) {
	root := p.trees[part]
	if root == nil {
		return
	}
	p.order(part, root, styleOrder)
	sizes := map[string]int{}
	for _, list := range root.kids {
		sizes[list.name] = len(list.kids)
		if n := list.number("count"); n >= 0 && n != len(list.kids) {
			p.say(part, "%s: count %d of %d", list.name, n, len(list.kids))
		}
	}
	p.formats, p.dxfs = sizes["cellXfs"], sizes["dxfs"]
	if p.formats > 65490 || sizes["fonts"] > 65490 {
		p.say(part, "more than 65,490 formats")
	}
	custom := map[int]bool{}
	for _, f := range root.all("numFmt") {
		if id := f.number("numFmtId"); custom[id] || length(f.attr("formatCode")) > 255 {
			p.say(part, "number format %d twice or too long", id)
		} else {
			custom[id] = true
		}
	}
	for _, list := range []string{"cellStyleXfs", "cellXfs"} {
		for i, xf := range root.child(list).kidsOrNone() {
			for attr, of := range map[string]string{"fontId": "fonts", "fillId": "fills", "borderId": "borders", "xfId": "cellStyleXfs"} {
				if xf.number(attr) >= sizes[of] && xf.attr(attr) != "" && (of != "cellStyleXfs" || list == "cellXfs") {
					p.say(part, "%s %d: %s %d of %d", list, i, attr, xf.number(attr), sizes[of])
				}
			}
			if id := xf.number("numFmtId"); id >= 164 && !custom[id] {
				p.say(part, "%s %d: no number format %d", list, i, id)
			}
		}
	}
	for _, l := range []struct {
		name string
		want []string
	}{
		{"xf", strings.Fields("alignment protection extLst")},
		{"patternFill", strings.Fields("fgColor bgColor")},
		{"border", strings.Fields("start end left right top bottom diagonal vertical horizontal")},
		{"dxf", strings.Fields("font numFmt fill alignment border protection extLst")},
	} {
		for _, e := range root.all(l.name) {
			p.order(part, e, l.want)
		}
	}
}

func (e *element) kidsOrNone() []*element {
	if e == nil {
		return nil
	}
	return e.kids
}

// repeatable are elements that may be there more than once in a row.
var repeatable = []string{"conditionalFormatting", "fileRecoveryPr", "AlternateContent", "footerReference", "style", "tr", "tc"}

// order looks whether an element's children come as the schema has them.
func (p *pack) order(part string, e *element, want []string) {
	at := -1
	for _, k := range e.kids {
		i := slices.Index(want, k.name)
		if i < at || i == at && !slices.Contains(repeatable, k.name) || i < 0 {
			p.say(part, "%s: %s is out of order, twice or unknown", e.name, k.name)
		}
		at = max(at, i)
	}
}

// beside is the part that a relationship of an owner leads to, "" for none.
func (p *pack) beside(owner, id, kind string) string {
	r, ok := p.relations(owner)[id]
	if !ok || path.Base(r.kind) != kind {
		p.say(owner, "%s %q leads nowhere", kind, id)
		return ""
	}
	return r.target
}
