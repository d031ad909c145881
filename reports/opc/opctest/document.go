package opctest

import (
	"strings"
)

// The elements of a Word document's containers in the order of their types
// (ECMA-376 part 1, 17), as far as this product writes them.
var documentOrders = map[string][]string{
	"pPr": strings.Fields(`pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs
		suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd snapToGrid spacing ind
		contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange`),
	"rPr": strings.Fields(`rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid vanish
		webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath`),
	"tblPr": strings.Fields(`tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing tblInd
		tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription`),
	"tblBorders": strings.Fields("top left start bottom right end insideH insideV"),
	"tblCellMar": strings.Fields("top left start bottom right end"),
	"pBdr":       strings.Fields("top left bottom right between bar"),
	"tcPr":       strings.Fields(`cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark`),
	"tc":         strings.Fields("tcPr p"),
	"tr":         strings.Fields("tblPrEx trPr tc"),
	"tbl":        strings.Fields("bookmarkStart tblPr tblGrid tr"),
	"sectPr": strings.Fields(`headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType pgNumType cols
		formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid printerSettings`),
	"style": strings.Fields(`name aliases basedOn next link autoRedefine hidden uiPriority semiHidden unhideWhenUsed qFormat locked personal
		personalCompose personalReply rsid pPr rPr tblPr trPr tcPr tblStylePr`),
	"styles": strings.Fields("docDefaults latentStyles style"),
	"font":   strings.Fields("altName panose1 charset family notTrueType pitch sig"),
	"anchor": strings.Fields(`simplePos positionH positionV extent effectExtent wrapNone wrapSquare wrapTight wrapThrough wrapTopAndBottom docPr
		cNvGraphicFramePr graphic`),
	"inline": strings.Fields("extent effectExtent docPr cNvGraphicFramePr graphic"),
	"wsp":    strings.Fields("cNvPr cNvSpPr cNvCnPr spPr style extLst txbx linkedTxbx bodyPr"),
	"pic":    strings.Fields("nvPicPr blipFill spPr"),
	"settings": strings.Fields(`writeProtection view zoom removePersonalInformation bordersDoNotSurroundHeader bordersDoNotSurroundFooter
		defaultTabStop evenAndOddHeaders drawingGridHorizontalSpacing drawingGridVerticalSpacing characterSpacingControl compat themeFontLang
		clrSchemeMapping decimalSymbol listSeparator`),
	"compat": strings.Fields(`spaceForUL balanceSingleByteDoubleByteWidth doNotLeaveBackslashAlone ulTrailSpace doNotExpandShiftReturn
		adjustLineHeightInTable useFELayout compatSetting`),
}

// DocumentProblems are the rules of WordprocessingML that a document breaks,
// one line each.
func DocumentProblems(data []byte) []string {
	p := &pack{parts: map[string][]byte{}, kinds: map[string]string{}, trees: map[string]*element{}}
	p.open(data)
	p.types()
	p.relationships()
	if !strings.HasSuffix(p.kinds[p.main], "wordprocessingml.document.main+xml") {
		p.say(p.main, "its media type %q is no document's", p.kinds[p.main])
		return p.problems
	}
	styles := map[string]bool{}
	for _, r := range p.relations(p.main) {
		if r.kind == "styles" {
			for _, s := range p.trees[r.target].all("style") {
				if id := s.attr("styleId"); id == "" || styles[id] {
					p.say(r.target, "style %q is missing or there twice", id)
				}
				styles[s.attr("styleId")] = true
			}
		}
	}
	for _, name := range p.names {
		if root := p.trees[name]; root != nil && strings.HasPrefix(name, "word/") && !strings.HasSuffix(name, ".rels") {
			p.text(name, root, styles)
		}
	}
	return p.problems
}

// text looks at a part that holds text: the order of elements, styles, tables,
// links and what the relationships have to name.
func (p *pack) text(part string, root *element, styles map[string]bool) {
	rels, links, ids := p.relations(part), map[string]bool{}, map[string]bool{}
	for _, b := range root.all("bookmarkStart") {
		if links[b.attr("name")] {
			p.say(part, "bookmark %q twice", b.attr("name"))
		}
		links[b.attr("name")] = true
	}
	root.walk(func(e *element) {
		if order := documentOrders[e.name]; order != nil && !(e.name == "style" && e.attr("styleId") == "") {
			p.order(part, e, order)
		}
		switch e.name {
		case "pStyle", "rStyle", "basedOn", "next", "link":
			if !styles[e.attr("val")] {
				p.say(part, "style %q is not there", e.attr("val"))
			}
		case "tc":
			if n := len(e.kids); n == 0 || e.kids[n-1].name != "p" {
				p.say(part, "a cell that ends with no paragraph")
			}
		case "tbl":
			p.grid(part, e)
		case "hyperlink":
			if a := e.attr("anchor"); a != "" && !links[a] {
				p.say(part, "a link to %q, which is not there", a)
			}
		case "docPr":
			if ids[e.attr("id")] {
				p.say(part, "drawing %s twice", e.attr("id"))
			}
			ids[e.attr("id")] = true
		case "footerReference", "headerReference":
			if rels[e.relation()].target == "" {
				p.say(part, "%s %q leads nowhere", e.name, e.relation())
			}
		case "blip":
			if rels[e.attr("embed")].target == "" {
				p.say(part, "picture %q leads nowhere", e.attr("embed"))
			}
		}
	})
}

// grid compares the rows of a table with its columns, which each fills.
func (p *pack) grid(part string, table *element) {
	columns := len(table.child("tblGrid").all("gridCol"))
	for i, row := range table.all("tr") {
		filled := 0
		for _, c := range row.all("tc") {
			filled++
			for _, span := range c.all("gridSpan") {
				filled += span.number("val") - 1
			}
		}
		if filled != columns {
			p.say(part, "row %d fills %d of %d columns", i, filled, columns)
		}
	}
}
