package font

import (
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
)

// Flags of a component of a composite glyph (OpenType, glyf).
const (
	componentWords  = 1 << 0
	componentScale  = 1 << 3
	componentMore   = 1 << 5
	componentXY     = 1 << 6
	componentMatrix = 1 << 7
)

// Subset writes a TrueType font with a few characters only: its glyph 0 is
// that of no character, and glyph i+1 draws chars[i]; a character may come
// twice. Its character map gives every glyph the code of its own number.
// Characters the face lacks, and more than a font holds, are an error. The
// same characters give the same bytes.
func (f *Face) Subset(chars []rune) ([]byte, error) {
	if len(chars) >= 0xFFFF {
		return nil, fmt.Errorf("%d characters do not fit a font", len(chars))
	}
	glyphs := make([]int, 1, len(chars)+1)
	for _, r := range chars {
		old := int(f.chars.get(r))
		if old == 0 {
			return nil, fmt.Errorf("face has no %U", r)
		}
		glyphs = append(glyphs, old)
	}
	number := map[int]int{} // component: old glyph → new glyph
	take := func(old int) int {
		n, ok := number[old]
		if !ok {
			n = len(glyphs)
			number[old] = n
			glyphs = append(glyphs, old)
		}
		return n
	}

	var glyf, hmtx, loca []byte
	for i := 0; i < len(glyphs); i++ { // grows while components are found
		outline, err := renumber(f.outline(glyphs[i]), take)
		if err != nil {
			return nil, fmt.Errorf("glyph %d: %w", glyphs[i], err)
		}
		loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))
		glyf = append(glyf, outline...)
		glyf = append(glyf, make([]byte, -len(glyf)&3)...)
		hmtx = be16(hmtx, f.advance(glyphs[i]), f.bearing(glyphs[i]))
	}
	if len(glyphs) > 0xFFFF {
		return nil, fmt.Errorf("%d glyphs do not fit a font", len(glyphs))
	}
	loca = binary.BigEndian.AppendUint32(loca, uint32(len(glyf)))

	head := slices.Clone(f.tables["head"])
	binary.BigEndian.PutUint16(head[50:], 1) // long offsets
	binary.BigEndian.PutUint16(head[52:], 0) // the one format of glyphs there is
	binary.BigEndian.PutUint32(head[8:], 0)  // checkSumAdjustment, filled in by assemble
	hhea := slices.Clone(f.tables["hhea"])
	binary.BigEndian.PutUint16(hhea[32:], 0) // the one format of metrics there is
	binary.BigEndian.PutUint16(hhea[34:], uint16(len(glyphs)))
	maxp := slices.Clone(f.tables["maxp"])
	binary.BigEndian.PutUint16(maxp[4:], uint16(len(glyphs)))

	out := map[string][]byte{
		"head": head, "hhea": hhea, "maxp": maxp, "cmap": numbered(len(chars)),
		"glyf": glyf, "hmtx": hmtx, "loca": loca, "name": emptyName, "post": f.post(),
	}
	for _, name := range []string{"OS/2", "cvt ", "fpgm", "prep", "gasp"} {
		if t := f.tables[name]; t != nil {
			out[name] = t
		}
	}
	return assemble(out), nil
}

// emptyName is a name table of format 0 without names.
var emptyName = []byte{0, 0, 0, 0, 0, 6}

// post is the post table without glyph names (version 3).
func (f *Face) post() []byte {
	post := make([]byte, 32)
	copy(post[4:], f.tables["post"][min(4, len(f.tables["post"])):])
	binary.BigEndian.PutUint32(post, 0x00030000)
	return post
}

// renumber copies an outline and puts new numbers into a composite glyph's
// components.
func renumber(outline []byte, take func(old int) int) ([]byte, error) {
	found, err := parts(outline)
	if err != nil {
		return nil, err
	}
	out := slices.Clone(outline)
	for _, p := range found {
		binary.BigEndian.PutUint16(out[p.at:], uint16(take(p.glyph)))
	}
	return out, nil
}

// part is one component of a composite glyph: its number, and where that
// stands in the outline.
type part struct{ at, glyph int }

// parts are the components of an outline; none when it is a simple one.
func parts(outline []byte) ([]part, error) {
	t := &table{data: outline}
	if len(outline) == 0 || t.i16(0) >= 0 {
		return nil, nil
	}
	var found []part
	for at := 10; ; {
		flags, glyph := t.u16(at), t.u16(at+2)
		if t.cut {
			return nil, errCut
		}
		found = append(found, part{at + 2, glyph})
		at += 6
		if flags&componentWords != 0 {
			at += 2
		}
		switch {
		case flags&componentScale != 0:
			at += 2
		case flags&componentXY != 0:
			at += 4
		case flags&componentMatrix != 0:
			at += 8
		}
		if flags&componentMore == 0 {
			return found, nil
		}
	}
}

// numbered is a cmap table for Windows, Unicode BMP, of format 4 with one
// segment: codes 1 to n stand for the glyphs of these numbers.
func numbered(n int) []byte {
	out := be16(nil, 0, 1, 3, 1, 0, 12)      // version, one subtable, platform 3, encoding 1, its offset
	out = be16(out, 4, 32, 0, 4, 4, 1, 0)    // two segments, the last for the end
	out = be16(out, n, 0xFFFF, 0, 1, 0xFFFF) // ends, padding, starts
	return be16(out, 0, 1, 0, 0)             // deltas, no offsets
}

// assemble writes a TrueType file with its table directory and checksums.
func assemble(found map[string][]byte) []byte {
	names := slices.Sorted(maps.Keys(found))
	search, selector := 1, 0
	for search*2 <= len(names) {
		search *= 2
		selector++
	}
	out := binary.BigEndian.AppendUint32(nil, 0x00010000)
	out = be16(out, len(names), 16*search, selector, 16*len(names)-16*search)
	at := len(out) + 16*len(names)
	headAt := 0
	for _, name := range names {
		data := found[name]
		if name == "head" {
			headAt = at
		}
		out = append(out, name...)
		for _, v := range []uint32{checksum(data), uint32(at), uint32(len(data))} {
			out = binary.BigEndian.AppendUint32(out, v)
		}
		at += (len(data) + 3) &^ 3
	}
	for _, name := range names {
		out = append(out, found[name]...)
		out = append(out, make([]byte, -len(out)&3)...)
	}
	binary.BigEndian.PutUint32(out[headAt+8:], 0xB1B0AFBA-checksum(out))
	return out
}

// checksum is the sum of a table's 32-bit words, the last filled with zeros.
func checksum(data []byte) uint32 {
	var sum uint32
	for ; len(data) >= 4; data = data[4:] {
		sum += binary.BigEndian.Uint32(data)
	}
	var last [4]byte
	copy(last[:], data)
	return sum + binary.BigEndian.Uint32(last[:])
}

func be16(out []byte, values ...int) []byte {
	for _, v := range values {
		out = binary.BigEndian.AppendUint16(out, uint16(v))
	}
	return out
}
