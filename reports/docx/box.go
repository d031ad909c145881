package docx

import "fmt"

// textBox is a box of paragraphs at a place of the page, in points from its
// upper left corner.
type textBox struct {
	id               int
	name             string
	x, y, wide, high float64
	turned           bool // its text runs downward
	hangs            bool // its text stands on its lower edge, and other text gives way to it
	content          string
}

// emu are points in English metric units, as drawings are measured.
func emu(points float64) int { return int(points * 12700) }

// String is a run with the box, and once more for Word before 2010.
func (t textBox) String() string {
	place := fmt.Sprintf(`<wp:positionH relativeFrom="page"><wp:posOffset>%d</wp:posOffset></wp:positionH><wp:positionV relativeFrom="page"><wp:posOffset>%d</wp:posOffset></wp:positionV>`, emu(t.x), emu(t.y))
	wrap, flow, stand := `<wp:wrapNone/>`, "horz", "ctr"
	old := fmt.Sprintf(`margin-left:%.1fpt;margin-top:%.1fpt;mso-position-horizontal-relative:page;mso-position-vertical-relative:page`, t.x, t.y)
	oldFlow := ""
	if t.turned {
		flow, oldFlow = "vert", ` style="layout-flow:vertical"`
	}
	if t.hangs {
		wrap, stand = `<wp:wrapTopAndBottom/>`, "b"
	}
	content := `<w:txbxContent>` + t.content + `</w:txbxContent>`
	drawing := fmt.Sprintf(`<w:drawing><wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="%d" behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1">`+
		`<wp:simplePos x="0" y="0"/>%s<wp:extent cx="%d" cy="%d"/><wp:effectExtent l="0" t="0" r="0" b="0"/>%s<wp:docPr id="%[1]d" name="%[6]s%[1]d"/><wp:cNvGraphicFramePr/>`+
		`<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>`+
		`<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%[3]d" cy="%[4]d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr>`+
		`<wps:txbx>%[7]s</wps:txbx><wps:bodyPr vert="%[8]s" wrap="square" lIns="0" tIns="0" rIns="0" bIns="0" anchor="%[9]s"/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>`,
		t.id, place, emu(t.wide), emu(t.high), wrap, t.name, content, flow, stand)
	shape := fmt.Sprintf(`<w:pict><v:rect style="position:absolute;%s;width:%.1fpt;height:%.1fpt;z-index:%d" filled="f" stroked="f"><v:textbox%s inset="0,0,0,0">%s</v:textbox></v:rect></w:pict>`,
		old, t.wide, t.high, t.id, oldFlow, content)
	return `<w:r><mc:AlternateContent><mc:Choice Requires="wps">` + drawing + `</mc:Choice><mc:Fallback>` + shape + `</mc:Fallback></mc:AlternateContent></w:r>`
}
