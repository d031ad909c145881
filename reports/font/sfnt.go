package font

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// What is wrong with a file that ends before what it announces, that draws no
// characters by their Unicode numbers, or that claims more than there is.
var (
	errCut    = errors.New("font table is cut short")
	errNoCmap = errors.New("no Unicode character map of format 4 or 12")
	errMany   = errors.New("font table has too many entries")
)

// Limits for what is read of a hostile file: tables, character maps, and steps
// through these (a font of all of Unicode takes 300,000).
const maxTables, maxMaps, maxSteps = 64, 32, 1 << 20

// table is the bytes of one table of a TrueType file, read big-endian. Reads
// beyond its end give 0; cut remembers that they happened.
type table struct {
	data []byte
	cut  bool
}

func (t *table) u16(at int) int {
	if at < 0 || at+2 > len(t.data) {
		t.cut = true
		return 0
	}
	return int(binary.BigEndian.Uint16(t.data[at:]))
}

func (t *table) i16(at int) int { return int(int16(t.u16(at))) }

func (t *table) u32(at int) int {
	if at < 0 || at+4 > len(t.data) {
		t.cut = true
		return 0
	}
	return int(binary.BigEndian.Uint32(t.data[at:]))
}

// tables splits a TrueType file into its tables. The slices point into data.
func tables(data []byte) (map[string][]byte, error) {
	file := &table{data: data}
	if v := file.u32(0); v != 0x00010000 && v != 0x74727565 {
		return nil, errors.New("not a TrueType font with glyf outlines")
	}
	n := file.u16(4)
	if n > maxTables {
		return nil, errMany
	}
	found := make(map[string][]byte, n)
	for i := range n {
		entry := 12 + 16*i
		at, size := file.u32(entry+8), file.u32(entry+12)
		if file.cut || at > len(data) || size > len(data)-at {
			return nil, errCut
		}
		name := string(data[entry : entry+4])
		if found[name] != nil {
			return nil, fmt.Errorf("table %q stands twice", name)
		}
		found[name] = data[at : at+size : at+size]
	}
	for _, name := range []string{"head", "hhea", "maxp", "hmtx", "cmap", "loca", "glyf"} {
		if found[name] == nil {
			return nil, fmt.Errorf("table %q is missing", name)
		}
	}
	return found, nil
}

// glyphMap finds the glyph of a character: 256 characters a page, so that a
// lookup is two steps and a font of 22,000 characters takes 90 KB or so.
type glyphMap struct {
	pages map[rune]*[256]uint16
	count int
	steps int // taken while reading, mapped or not
}

func (m *glyphMap) get(r rune) uint16 {
	if p := m.pages[r>>8]; p != nil {
		return p[r&0xFF]
	}
	return 0
}

func (m *glyphMap) set(r rune, glyph uint16) {
	if glyph == 0 {
		return
	}
	p := m.pages[r>>8]
	if p == nil {
		p = new([256]uint16)
		m.pages[r>>8] = p
	}
	if p[r&0xFF] == 0 {
		m.count++
	}
	p[r&0xFF] = glyph
}

// step counts one step and reports whether there may be more.
func (m *glyphMap) step() bool {
	m.steps++
	return m.steps <= maxSteps
}

// readCmap reads the Unicode subtables of formats 12 and 4.
func readCmap(data []byte, glyphs int) (*glyphMap, error) {
	t := &table{data: data}
	m := &glyphMap{pages: make(map[rune]*[256]uint16)}
	read := map[int]bool{}
	for i := range min(t.u16(2), maxMaps) {
		platform, encoding, at := t.u16(4+8*i), t.u16(6+8*i), t.u32(8+8*i)
		if platform != 0 && (platform != 3 || encoding != 1 && encoding != 10) || read[at] {
			continue
		}
		read[at] = true
		switch t.u16(at) {
		case 4:
			readFormat4(t, at, glyphs, m)
		case 12:
			readFormat12(t, at, glyphs, m)
		}
	}
	switch {
	case t.cut:
		return nil, errCut
	case m.steps > maxSteps:
		return nil, errMany
	case m.count == 0:
		return nil, errNoCmap
	}
	return m, nil
}

func readFormat4(t *table, at, glyphs int, m *glyphMap) {
	segments := t.u16(at+6) / 2
	ends, starts := at+14, at+16+2*segments
	deltas, offsets := starts+2*segments, starts+4*segments
	for i := range segments {
		start, end := t.u16(starts+2*i), t.u16(ends+2*i)
		delta, offset := t.u16(deltas+2*i), t.u16(offsets+2*i)
		for c := start; c <= end && c < 0xFFFF && m.step(); c++ {
			glyph := c + delta
			if offset != 0 {
				if glyph = t.u16(offsets + 2*i + offset + 2*(c-start)); glyph == 0 {
					continue
				}
				glyph += delta
			}
			if glyph &= 0xFFFF; glyph < glyphs {
				m.set(rune(c), uint16(glyph))
			}
		}
		if t.cut || !m.step() {
			return
		}
	}
}

func readFormat12(t *table, at, glyphs int, m *glyphMap) {
	for i := range t.u32(at + 12) {
		group := at + 16 + 12*i
		start, end, first := t.u32(group), t.u32(group+4), t.u32(group+8)
		if t.cut || end > 0x10FFFF {
			t.cut = true
			return
		}
		if !m.step() {
			return
		}
		for c := start; c <= end && first+c-start < glyphs && m.step(); c++ {
			m.set(rune(c), uint16(first+c-start))
		}
	}
}
