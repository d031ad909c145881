package pdf

import (
	"fmt"

	"github.com/jung-kurt/gofpdf"

	"tongbao/reports/page"
)

// drawing draws one page.
type drawing struct {
	doc     *gofpdf.Fpdf
	codes   codes
	font    string
	size    float64
	spacing float64
	color   page.Color
}

func (d *drawing) page(p page.Page) {
	for _, f := range p.Fills {
		d.doc.SetFillColor(rgb(f.Color))
		d.doc.Rect(f.X, f.Y, f.Width, f.Height, "F")
	}
	d.doc.SetFillColor(0, 0, 0)
	d.doc.SetTextColor(0, 0, 0)
	for _, t := range p.Texts {
		d.text(t)
	}
	if d.spacing != 0 {
		d.doc.RawWriteStr("0 Tc")
	}
	for _, r := range p.Rules {
		d.doc.SetDrawColor(rgb(r.Color))
		d.doc.SetLineWidth(r.Weight)
		d.doc.Line(r.X1, r.Y1, r.X2, r.Y2)
	}
	for _, s := range p.Shapes {
		d.shape(s)
	}
	d.doc.SetDrawColor(0, 0, 0)
}

func rgb(c page.Color) (r, g, b int) { return int(c.R), int(c.G), int(c.B) }

func (d *drawing) text(t page.Text) {
	encoded, differs := d.codes.encode(t)
	if encoded == "" {
		return
	}
	if name := d.codes[t.Face].name; name != d.font || t.Size != d.size {
		d.doc.SetFont(name, "", t.Size)
		d.font, d.size = name, t.Size
	}
	if t.Color != d.color {
		d.doc.SetTextColor(rgb(t.Color))
		d.color = t.Color
	}
	if t.Spacing != d.spacing {
		d.doc.RawWriteStr(fmt.Sprintf("%.4f Tc", t.Spacing))
		d.spacing = t.Spacing
	}
	if differs { // the text as it is, for whoever reads or copies it
		d.doc.RawWriteStr(fmt.Sprintf("/Span <</ActualText <%x>>> BDC", utf16Text(t.Text)))
	}
	if t.Turned {
		d.doc.TransformBegin()
		d.doc.TransformRotate(-90, t.X, t.Y)
		d.doc.Text(t.X, t.Y, encoded)
		d.doc.TransformEnd()
	} else {
		d.doc.Text(t.X, t.Y, encoded)
	}
	if differs {
		d.doc.RawWriteStr("EMC")
	}
}

func (d *drawing) shape(s page.Shape) {
	style := "F"
	d.doc.SetFillColor(rgb(s.Color))
	if s.Weight > 0 {
		style = "D"
		d.doc.SetDrawColor(rgb(s.Color))
		d.doc.SetLineWidth(s.Weight)
	}
	for _, seg := range s.Path {
		p := seg.Points
		switch seg.Op {
		case page.Move:
			d.doc.MoveTo(p[0].X, p[0].Y)
		case page.Line:
			d.doc.LineTo(p[0].X, p[0].Y)
		case page.Curve:
			d.doc.CurveBezierCubicTo(p[0].X, p[0].Y, p[1].X, p[1].Y, p[2].X, p[2].Y)
		case page.Close:
			d.doc.ClosePath()
		}
	}
	d.doc.DrawPath(style)
}
