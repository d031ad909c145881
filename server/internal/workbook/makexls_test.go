package workbook

import (
	"bytes"
	"encoding/binary"
	"math"
	"unicode/utf16"
)

// records of a small binary workbook, made as MS-XLS says.

func le(values ...any) []byte {
	var b bytes.Buffer
	for _, v := range values {
		switch v := v.(type) {
		case string:
			b.WriteString(v)
		case []byte:
			b.Write(v)
		default:
			if err := binary.Write(&b, binary.LittleEndian, v); err != nil {
				panic(err)
			}
		}
	}
	return b.Bytes()
}

func rec(id uint16, values ...any) []byte {
	data := le(values...)
	return append(le(id, uint16(len(data))), data...)
}

// wideText is a text with a count of two bytes, its characters in two bytes.
func wideText(s string) []byte {
	units := utf16.Encode([]rune(s))
	return le(uint16(len(units)), byte(1), units)
}

func narrowText(s string) []byte { return le(uint16(len(s)), byte(0), s) }

// at is how a cell's record begins.
func at(row, col, style uint16) []byte { return le(row-1, col-1, style) }

// xlsStream is a BIFF8 stream with one sheet 项目表 of the given records and
// more records among the globals.
func xlsStream(globals, sheet []byte) []byte {
	name := utf16.Encode([]rune("项目表"))
	before := bytes.Join([][]byte{
		rec(recBOF, uint16(0x0600), uint16(5), make([]byte, 12)),
		rec(recCodePage, uint16(1200)),
		rec(recXF, uint16(0), uint16(0), make([]byte, 16)),
		rec(recXF, uint16(0), uint16(14), make([]byte, 16)),
		rec(recXF, uint16(0), uint16(9), make([]byte, 16)),
		rec(recXF, uint16(0), uint16(200), make([]byte, 16)),
		rec(recFormat, uint16(200), wideText(`yyyy"年"m"月"`)),
		globals,
	}, nil)
	entry := func(at int) []byte {
		return rec(recBoundSheet, uint32(at), byte(0), byte(0), byte(len(name)), byte(1), name)
	}
	end := rec(recEOF)
	start := len(before) + len(entry(0)) + len(end)
	return bytes.Join([][]byte{
		before, entry(start), end,
		rec(recBOF, uint16(0x0600), uint16(16), make([]byte, 12)), sheet, end,
	}, nil)
}

// goodXLS is a small binary workbook.
func goodXLS() []byte {
	sst := rec(recSST, uint32(2), uint32(2), wideText("序号"), wideText("数量"))
	sheet := bytes.Join([][]byte{
		rec(recLabelSST, at(1, 1, 0), uint32(0)), rec(recLabelSST, at(1, 2, 0), uint32(1)),
		rec(recRK, at(2, 1, 0), uint32(1<<2|2)), rec(recNumber, at(2, 2, 0), 25.5),
		rec(recMergedCells, uint16(1), uint16(4), uint16(5), uint16(0), uint16(1)),
	}, nil)
	return compoundFile("Workbook", xlsStream(sst, sheet))
}

// sectorShift is the size of sectors that compoundFile uses for a stream: the
// header lists the tables of 7 MB in small ones.
func sectorShift(stream []byte) int {
	if len(stream) < 7_000_000 {
		return 9
	}
	return 12
}

// compoundFile is a compound file with one stream.
func compoundFile(name string, stream []byte) []byte {
	shift := sectorShift(stream)
	sector := 1 << shift
	size := max(len(stream), miniCutoff) // so that no mini sectors are needed
	data := append(bytes.Clone(stream), make([]byte, (size+sector-1)/sector*sector-len(stream))...)
	content := len(data) / sector
	fats := 1
	for fats*sector/4 < content+1+fats {
		fats++
	}
	var fat []uint32
	for i := range content {
		fat = append(fat, uint32(i+1))
	}
	fat[content-1] = endOfChain
	fat = append(fat, endOfChain) // the directory
	header := le(ole, make([]byte, 16), uint16(0x3e), uint16(3), uint16(0xfffe), uint16(shift), uint16(6), make([]byte, 6),
		uint32(0), uint32(fats), uint32(content), uint32(0), uint32(miniCutoff), uint32(endOfChain), uint32(0), uint32(endOfChain), uint32(0))
	for i := range headerDIFAT {
		if i < fats {
			header = append(header, le(uint32(content+1+i))...)
			fat = append(fat, 0xfffffffd)
		} else {
			header = append(header, le(uint32(noEntry))...)
		}
	}
	for len(fat) < fats*sector/4 {
		fat = append(fat, noEntry)
	}
	line := func(name string, kind byte, child, start uint32, size int) []byte {
		units := utf16.Encode([]rune(name))
		b := make([]byte, entrySize)
		copy(b, le(units))
		copy(b[64:], le(uint16(2*len(units)+2), kind, byte(1), uint32(noEntry), uint32(noEntry), child))
		copy(b[116:], le(start, uint32(size)))
		return b
	}
	directory := le(line("Root Entry", entryRoot, 1, endOfChain, 0), line(name, entryStream, noEntry, 0, size),
		make([]byte, sector-2*entrySize))
	return le(header, make([]byte, sector-headerSize), data, directory, fat)
}

// qnan is a formula's result that is no number (MS-XLS 2.5.133).
func qnan(kind, value byte) []byte { return []byte{kind, 0, value, 0, 0, 0, 0xff, 0xff} }

// rkFloat is a binary fraction's upper part.
func rkFloat(v float64) uint32 { return uint32(math.Float64bits(v)>>32) &^ 3 }
