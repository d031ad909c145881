package font

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"math"
)

// Face is one parsed TrueType font. It is never changed after Parse, so that
// any number of documents can share it.
type Face struct {
	// Hash is the SHA-256 of the file, kept with every issued bulletin.
	Hash string
	// Rise, in em, lifts the face's baseline so that its characters stand
	// centred in the line: 仿宋 is drawn lower in its square than the others.
	Rise float64

	tables   map[string][]byte
	chars    *glyphMap
	em       float64 // units per em
	glyphs   int
	metrics  int // entries of hmtx that have an advance
	longLoca bool
}

// Box is the extent of a glyph's outline in em, y upward from the baseline.
type Box struct{ XMin, YMin, XMax, YMax float64 }

// Parse reads a TrueType font. The face keeps data, which must not change
// afterwards.
func Parse(data []byte) (*Face, error) {
	found, err := tables(data)
	if err != nil {
		return nil, err
	}
	head, hhea, maxp := &table{data: found["head"]}, &table{data: found["hhea"]}, &table{data: found["maxp"]}
	f := &Face{
		tables:   found,
		em:       float64(head.u16(18)),
		longLoca: head.u16(50) != 0,
		glyphs:   maxp.u16(4),
		metrics:  hhea.u16(34),
	}
	locaSize := 2 * (f.glyphs + 1)
	if f.longLoca {
		locaSize *= 2
	}
	switch {
	case head.cut || hhea.cut || maxp.cut || len(head.data) < 54:
		return nil, errCut
	case f.em < 16 || f.em > 16384 || f.glyphs == 0 || f.metrics == 0 || f.metrics > f.glyphs:
		return nil, errors.New("font has no glyphs, metrics or em")
	case len(found["loca"]) < locaSize || len(found["hmtx"]) < 2*f.metrics+2*f.glyphs:
		return nil, errCut
	}
	if f.chars, err = readCmap(found["cmap"], f.glyphs); err != nil {
		return nil, fmt.Errorf("cmap: %w", err)
	}
	f.Rise = f.rise()
	sum := sha256.Sum256(data)
	f.Hash = hex.EncodeToString(sum[:])
	return f, nil
}

// Has reports whether the face draws a character.
func (f *Face) Has(r rune) bool { return f.chars.get(r) != 0 }

// Chars is how many characters the face draws.
func (f *Face) Chars() int { return f.chars.count }

// Advance is the width of a character in em; that of .notdef when the face
// does not have it.
func (f *Face) Advance(r rune) float64 {
	return float64(f.advance(int(f.chars.get(r)))) / f.em
}

// Bounds is the extent of a character's outline, zero for a blank.
func (f *Face) Bounds(r rune) Box {
	g := &table{data: f.outline(int(f.chars.get(r)))}
	if len(g.data) < 10 {
		return Box{}
	}
	return Box{
		float64(g.i16(2)) / f.em, float64(g.i16(4)) / f.em,
		float64(g.i16(6)) / f.em, float64(g.i16(8)) / f.em,
	}
}

// Metrics are the measures of a face as a whole, in thousandths of an em; the
// height of its capitals and the width of its stems are estimates where the
// font does not say.
type Metrics struct {
	Ascent, Descent, CapHeight, StemV int
	XMin, YMin, XMax, YMax            int // around all outlines
}

// Metrics are the face's own.
func (f *Face) Metrics() Metrics {
	head, hhea, os2 := &table{data: f.tables["head"]}, &table{data: f.tables["hhea"]}, &table{data: f.tables["OS/2"]}
	milli := func(units int) int { return int(math.Round(1000 * float64(units) / f.em)) }
	m := Metrics{
		Ascent: milli(hhea.i16(4)), Descent: milli(hhea.i16(6)),
		XMin: milli(head.i16(36)), YMin: milli(head.i16(38)), XMax: milli(head.i16(40)), YMax: milli(head.i16(42)),
	}
	m.CapHeight = m.Ascent
	if os2.u16(0) >= 2 && os2.i16(88) > 0 {
		m.CapHeight = milli(os2.i16(88))
	}
	weight := 400
	if w := os2.u16(4); w > 0 {
		weight = w
	}
	m.StemV = 50 + weight*weight/(65*65)
	return m
}

// centre is the height, in em over the baseline, at which the middle of a
// Chinese character stands in a line; the square reaches from −0.12 to 0.88.
const centre = 0.38

// rise is measured on 国, which fills its square evenly.
func (f *Face) rise() float64 {
	b := f.Bounds('国')
	if b == (Box{}) {
		return 0
	}
	return centre - (b.YMin+b.YMax)/2
}

func (f *Face) advance(glyph int) int {
	hmtx := &table{data: f.tables["hmtx"]}
	return hmtx.u16(4 * min(glyph, f.metrics-1))
}

func (f *Face) bearing(glyph int) int {
	hmtx := &table{data: f.tables["hmtx"]}
	if glyph < f.metrics {
		return hmtx.u16(4*glyph + 2)
	}
	return hmtx.u16(4*f.metrics + 2*(glyph-f.metrics))
}

// outline is a glyph's entry in glyf; nil when it has none or it lies outside
// the table.
func (f *Face) outline(glyph int) []byte {
	if glyph < 0 || glyph >= f.glyphs {
		return nil
	}
	glyf := f.tables["glyf"]
	from, to := f.location(glyph)
	if from >= to || to > len(glyf) {
		return nil
	}
	return glyf[from:to]
}

// location is where a glyph's outline stands in glyf, as loca says.
func (f *Face) location(glyph int) (from, to int) {
	loca := &table{data: f.tables["loca"]}
	if f.longLoca {
		return loca.u32(4 * glyph), loca.u32(4*glyph + 4)
	}
	return 2 * loca.u16(2*glyph), 2 * loca.u16(2*glyph+2)
}
