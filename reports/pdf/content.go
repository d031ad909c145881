package pdf

import (
	"cmp"
	"strconv"

	"tongbao/reports/font"
	"tongbao/reports/page"
)

// content is the content stream of one page (ISO 32000-1, 8 and 9): operators
// with their operands before them, y upward.
type content struct {
	out    []byte
	fonts  *fonts
	height float64 // of the page

	face    font.Role
	size    float64
	spacing float64
	stretch float64
}

// draw draws a page: what is tinted, then text in reading order, then lines
// and shapes.
func (c *content) draw(p page.Page) {
	c.height = p.Height
	c.op("1 j") // round joins
	fill := page.Black
	for _, f := range p.Fills {
		c.color(&fill, f.Color, "rg")
		c.numbers(f.X, c.height-f.Y-f.Height, f.Width, f.Height)
		c.op("re f")
	}
	if len(p.Texts) > 0 {
		c.op("BT")
		for _, t := range p.Texts {
			c.color(&fill, t.Color, "rg")
			c.text(t)
		}
		c.op("ET")
	}
	stroke, weight := page.Black, 1.0
	pen := func(color page.Color, of float64) {
		c.color(&stroke, color, "RG")
		if of != weight {
			weight = of
			c.numbers(of)
			c.op("w")
		}
	}
	for _, r := range p.Rules {
		pen(r.Color, r.Weight)
		c.numbers(r.X1, c.height-r.Y1)
		c.op("m")
		c.numbers(r.X2, c.height-r.Y2)
		c.op("l S")
	}
	for _, s := range p.Shapes {
		if s.Weight > 0 {
			pen(s.Color, s.Weight)
			c.path(s.Path)
			c.op("S")
			continue
		}
		c.color(&fill, s.Color, "rg")
		c.path(s.Path)
		c.op("f")
	}
}

// text shows a text; the page's text object is open.
func (c *content) text(t page.Text) {
	use := c.fonts.use(t.Face)
	if t.Face != c.face || t.Size != c.size {
		c.face, c.size = t.Face, t.Size
		c.out = append(append(c.out, use.resource()...), ' ')
		c.numbers(t.Size)
		c.op("Tf")
	}
	if t.Spacing != c.spacing {
		c.spacing = t.Spacing
		c.out = strconv.AppendFloat(c.out, t.Spacing, 'f', 4, 64) // of 28 gaps none may come to be seen
		c.op(" Tc")
	}
	if t.Stretch != c.stretch {
		c.stretch = t.Stretch
		c.numbers(100 * cmp.Or(t.Stretch, 1))
		c.op("Tz")
	}
	if t.Turned {
		c.out = append(c.out, "0 -1 1 0 "...)
	} else {
		c.out = append(c.out, "1 0 0 1 "...)
	}
	c.numbers(t.X, c.height-t.Y)
	c.out = append(c.out, "Tm <"...)
	c.out = use.encode(c.out, t)
	c.op("> Tj")
}

func (c *content) path(path []page.Segment) {
	for _, s := range path {
		points := 1
		if s.Op == page.Curve {
			points = 3
		}
		if s.Op != page.Close {
			for _, p := range s.Points[:points] {
				c.numbers(p.X, c.height-p.Y)
			}
		}
		c.op([...]string{page.Move: "m", page.Line: "l", page.Curve: "c", page.Close: "h"}[s.Op])
	}
}

// color sets a colour where it is not set already.
func (c *content) color(now *page.Color, to page.Color, operator string) {
	if *now == to {
		return
	}
	*now = to
	c.numbers(float64(to.R)/255, float64(to.G)/255, float64(to.B)/255)
	c.op(operator)
}

// numbers appends operands, to the hundredth of a point: 0.0035 mm.
func (c *content) numbers(values ...float64) {
	for _, v := range values {
		from := len(c.out)
		c.out = strconv.AppendFloat(c.out, v, 'f', 2, 64)
		for c.out[len(c.out)-1] == '0' { // every number has its point
			c.out = c.out[:len(c.out)-1]
		}
		if c.out[len(c.out)-1] == '.' {
			c.out = c.out[:len(c.out)-1]
		}
		if string(c.out[from:]) == "-0" {
			c.out = append(c.out[:from], '0')
		}
		c.out = append(c.out, ' ')
	}
}

func (c *content) op(operator string) {
	c.out = append(append(c.out, operator...), '\n')
}
