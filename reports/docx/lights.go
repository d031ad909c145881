package docx

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"math"

	"tongbao/reports/page"
)

// Pictures of lights: so many pixels for a character's square, so many samples
// in each direction of a pixel.
const pixels, samples = 48, 4

// picture draws a light as PNG. A character would be drawn by whatever face
// the reader's machine has it in; the picture is everywhere the same.
func picture(l page.Light) ([]byte, error) {
	wide := int(math.Ceil(l.Slots() * pixels))
	img := image.NewNRGBA(image.Rect(0, 0, wide, pixels))
	for _, shape := range l.Shapes(pixels) {
		outline := flatten(shape.Path)
		for y := range pixels {
			for x := range wide {
				hit := 0
				for k := range samples * samples {
					at := page.Point{
						X: float64(x) + (float64(k%samples)+0.5)/samples,
						Y: float64(y) + (float64(k/samples)+0.5)/samples,
					}
					if covers(outline, shape.Weight, at) {
						hit++
					}
				}
				if hit > 0 {
					c, alpha := shape.Color, uint8(hit*255/(samples*samples))
					img.SetNRGBA(x, y, color.NRGBA{R: c.R, G: c.G, B: c.B, A: max(alpha, img.NRGBAAt(x, y).A)})
				}
			}
		}
	}
	var out bytes.Buffer
	err := png.Encode(&out, img)
	return out.Bytes(), err
}

// flatten is a path as straight edges.
func flatten(path []page.Segment) [][2]page.Point {
	var edges [][2]page.Point
	var start, at page.Point
	to := func(p page.Point) {
		edges = append(edges, [2]page.Point{at, p})
		at = p
	}
	for _, s := range path {
		switch s.Op {
		case page.Move:
			start, at = s.Points[0], s.Points[0]
		case page.Line:
			to(s.Points[0])
		case page.Curve:
			const steps = 16
			from := at
			for i := 1; i <= steps; i++ {
				t := float64(i) / steps
				a, b, c, d := (1-t)*(1-t)*(1-t), 3*t*(1-t)*(1-t), 3*t*t*(1-t), t*t*t
				to(page.Point{
					X: a*from.X + b*s.Points[0].X + c*s.Points[1].X + d*s.Points[2].X,
					Y: a*from.Y + b*s.Points[0].Y + c*s.Points[1].Y + d*s.Points[2].Y,
				})
			}
		case page.Close:
			to(start)
		}
	}
	return edges
}

// covers reports whether a point is inside an outline or, for a stroke of a
// weight, on it.
func covers(edges [][2]page.Point, weight float64, p page.Point) bool {
	inside := false
	for _, e := range edges {
		a, b := e[0], e[1]
		if weight > 0 {
			if distance(a, b, p) <= weight/2 {
				return true
			}
		} else if (a.Y > p.Y) != (b.Y > p.Y) && p.X < a.X+(b.X-a.X)*(p.Y-a.Y)/(b.Y-a.Y) {
			inside = !inside
		}
	}
	return inside
}

// distance is that of a point from an edge.
func distance(a, b, p page.Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	t := 0.0
	if length := dx*dx + dy*dy; length > 0 {
		t = min(1, max(0, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/length))
	}
	return math.Hypot(p.X-a.X-t*dx, p.Y-a.Y-t*dy)
}
