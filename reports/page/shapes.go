package page

// Light is the shape drawn before a word in a table. The shapes differ in
// form, so that they read in grey and to those who see no colours.
type Light uint8

// The lights.
const (
	NoLight          Light = iota
	Tick                   // ✓
	TriangleUp             // ▲
	Disc                   // ●
	HalfDisc               // ◐
	TriangleDown           // ▼
	TwoTrianglesDown       // ▼▼
	Dot                    // ·
	Ring                   // ○
	Dash                   // –
)

// Shape is one path, filled or stroked.
type Shape struct {
	Path   []Segment
	Weight float64 // of the stroke; 0 fills
	Color  Color
}

// Segment is a part of a path: move to, line to, or a cubic curve to its last
// point by two control points.
type Segment struct {
	Op     Op
	Points [3]Point // 1 for Move and Line, 3 for Curve
}

// Point is a point of a page.
type Point struct{ X, Y float64 }

// Op is what a segment does.
type Op uint8

// The operations. Close returns to the last Move.
const (
	Move Op = iota
	Line
	Curve
	Close
)

// lightSlots is how many em a light and the gap after it take.
func lightSlots(l Light) float64 {
	if l == NoLight {
		return 0
	}
	if l == TwoTrianglesDown {
		return 1.9
	}
	return 1.2
}

var (
	green = Color{0, 105, 60}
	amber = Color{150, 100, 0}
	rust  = Color{178, 60, 20}
	wine  = Color{140, 0, 30}
)

// light draws a light whose square begins at x and has its middle at y.
func light(l Light, x, y, size float64) []Shape {
	c, r := x+size/2, size*0.36
	switch l {
	case NoLight:
	case Tick:
		return []Shape{{Weight: size * 0.13, Color: green, Path: polyline(false,
			Point{c - r, y + 0.02*size}, Point{c - 0.25*r, y + 0.75*r}, Point{c + r, y - 0.8*r})}}
	case TriangleUp:
		return []Shape{{Color: green, Path: triangle(c, y, -r)}}
	case Disc:
		return []Shape{{Color: green, Path: disc(c, y, r*0.92)}}
	case HalfDisc:
		return []Shape{
			{Color: amber, Path: halfDisc(c, y, r*0.92)},
			{Color: amber, Weight: size * 0.08, Path: disc(c, y, r*0.88)},
		}
	case TriangleDown:
		return []Shape{{Color: rust, Path: triangle(c, y, r)}}
	case TwoTrianglesDown:
		return []Shape{
			{Color: wine, Path: triangle(c, y, r)},
			{Color: wine, Path: triangle(c+0.7*size, y, r)},
		}
	case Dot:
		return []Shape{{Color: Grey, Path: disc(c, y, size*0.1)}}
	case Ring:
		return []Shape{{Color: Black, Weight: size * 0.08, Path: disc(c, y, r*0.88)}}
	case Dash:
		return []Shape{{Color: Grey, Weight: size * 0.09, Path: polyline(false, Point{c - r*0.8, y}, Point{c + r*0.8, y})}}
	}
	return nil
}

func polyline(closed bool, points ...Point) []Segment {
	path := make([]Segment, 0, len(points)+1)
	for i, p := range points {
		op := Line
		if i == 0 {
			op = Move
		}
		path = append(path, Segment{Op: op, Points: [3]Point{p}})
	}
	if closed {
		path = append(path, Segment{Op: Close})
	}
	return path
}

// triangle points down for a positive r, up for a negative one.
func triangle(x, y, r float64) []Segment {
	h := max(r, -r)
	return polyline(true, Point{x - h, y - 0.8*r}, Point{x + h, y - 0.8*r}, Point{x, y + 0.9*r})
}

// quarter is how far a curve's control point lies from its end for a quarter
// of a circle of radius 1.
const quarter = 0.5522847

func disc(x, y, r float64) []Segment {
	k := r * quarter
	return []Segment{
		{Op: Move, Points: [3]Point{{x, y - r}}},
		{Op: Curve, Points: [3]Point{{x + k, y - r}, {x + r, y - k}, {x + r, y}}},
		{Op: Curve, Points: [3]Point{{x + r, y + k}, {x + k, y + r}, {x, y + r}}},
		{Op: Curve, Points: [3]Point{{x - k, y + r}, {x - r, y + k}, {x - r, y}}},
		{Op: Curve, Points: [3]Point{{x - r, y - k}, {x - k, y - r}, {x, y - r}}},
		{Op: Close},
	}
}

// halfDisc is the left half.
func halfDisc(x, y, r float64) []Segment {
	d := disc(x, y, r)
	return []Segment{{Op: Move, Points: [3]Point{{x, y + r}}}, d[3], d[4], {Op: Close}}
}
