package font_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"tongbao/reports/font"
	"tongbao/templates"
)

// kai is the file of a face of the product, to be checked like an office's.
func kai(t testing.TB) []byte {
	t.Helper()
	data, err := fs.ReadFile(templates.Fonts(), "BulletinKai-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// table is the part of a font file that holds a table.
func table(t testing.TB, data []byte, name string) []byte {
	t.Helper()
	for i := range int(binary.BigEndian.Uint16(data[4:])) {
		if entry := data[12+16*i:]; string(entry[:4]) == name {
			at, size := binary.BigEndian.Uint32(entry[8:]), binary.BigEndian.Uint32(entry[12:])
			return data[at : at+size]
		}
	}
	t.Fatalf("the font has no table %q", name)
	return nil
}

func TestTheProductsFacesPassTheCheck(t *testing.T) {
	faces := load(t)
	for role, name := range map[font.Role]string{
		font.Song: "BulletinSong-Regular.ttf", font.BiaoSong: "BulletinBiaoSong-Bold.ttf",
		font.Hei: "BulletinHei-Medium.ttf", font.Kai: "BulletinKai-Regular.ttf", font.FangSong: "BulletinFangSong-Regular.ttf",
	} {
		data, err := fs.ReadFile(templates.Fonts(), name)
		if role == font.FangSong {
			data, err = os.ReadFile(gpl + "/" + name)
		}
		if err != nil {
			t.Fatal(err)
		}
		face, err := font.Check(data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if face.Hash != faces.Face(role).Hash || face.Name() == "" {
			t.Errorf("%s: hash %s, name %q", name, face.Hash, face.Name())
		}
	}
}

// TestCheckRefusesInWords: what an office may pick by mistake, and what is
// wrong with it, each told in its own words.
func TestCheckRefusesInWords(t *testing.T) {
	good := kai(t)
	edited := func(edit func(data []byte)) []byte {
		data := bytes.Clone(good)
		edit(data)
		return data
	}
	licensed := func(bits uint16) []byte {
		return edited(func(d []byte) { binary.BigEndian.PutUint16(table(t, d, "OS/2")[8:], bits) })
	}
	few, err := load(t).Face(font.Kai).Subset([]rune{'国'})
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct {
		name, words string
		data        []byte
	}{
		{"nothing", "空的", nil},
		{"OpenType with CFF", "CFF", append([]byte("OTTO"), good[4:]...)},
		{"collection", ".ttc", append([]byte("ttcf"), good[4:]...)},
		{"web font", ".woff", append([]byte("wOFF"), good[4:]...)},
		{"web font 2", ".woff2", append([]byte("wOF2"), good[4:]...)},
		{"Type 1", "Type 1", []byte("%!PS-AdobeFont-1.0")},
		{"zip", "压缩包", []byte("PK\x03\x04字体")},
		{"Word document", "不是TrueType字体", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")},
		{"too large", "超过32 MB", make([]byte, font.MaxFile+1)},
		{"cut", "损坏", good[:len(good)/2]},
		{"directory only", "损坏", good[:12+16*4]},
		{"a table twice", "损坏", edited(func(d []byte) { copy(d[12:16], d[28:32]) })},
		{"no cmap of a known format", "Unicode字符表", edited(func(d []byte) {
			cmap := table(t, d, "cmap")
			for i := range int(binary.BigEndian.Uint16(cmap[2:])) {
				binary.BigEndian.PutUint16(cmap[binary.BigEndian.Uint32(cmap[8+8*i:]):], 6)
			}
		})},
		{"outlines out of order", "损坏", edited(func(d []byte) {
			loca := table(t, d, "loca")
			binary.BigEndian.PutUint32(loca[400:], binary.BigEndian.Uint32(loca[800:]))
		})},
		{"em of nothing", "损坏", edited(func(d []byte) { binary.BigEndian.PutUint16(table(t, d, "head")[18:], 0) })},
		{"not to be embedded", "不允许嵌入", licensed(0x0002)},
		{"not to be cut", "只嵌入用到的字", licensed(0x0104)},
		{"bitmaps only", "点阵", licensed(0x0208)},
		{"few characters", "只有0个汉字", few},
		{"half as wide", "全角", edited(func(d []byte) {
			em := table(t, d, "head")[18:]
			binary.BigEndian.PutUint16(em, 2*binary.BigEndian.Uint16(em))
		})},
	} {
		t.Run(tc.name, func(t *testing.T) {
			face, err := font.Check(tc.data)
			var refusal *font.Refusal
			if face != nil || !errors.As(err, &refusal) {
				t.Fatalf("face %v, error %v", face, err)
			}
			if !strings.Contains(err.Error(), tc.words) || !strings.HasSuffix(err.Error(), "。") {
				t.Errorf("refused with %q, want %q", err, tc.words)
			}
		})
	}
	t.Run("to be embedded for viewing or editing", func(t *testing.T) {
		for _, bits := range []uint16{0, 0x0004, 0x0008, 0x000A} {
			if _, err := font.Check(licensed(bits)); err != nil {
				t.Errorf("fsType %#x: %v", bits, err)
			}
		}
	})
}

// TestCheckRefusesAGlyphThatContainsItself: the PDF library follows components
// without looking back.
func TestCheckRefusesAGlyphThatContainsItself(t *testing.T) {
	data := kai(t)
	data = bytes.Clone(data)
	loca, glyf := table(t, data, "loca"), table(t, data, "glyf")
	for glyph := 1; ; glyph++ {
		from, to := binary.BigEndian.Uint32(loca[4*glyph:]), binary.BigEndian.Uint32(loca[4*glyph+4:])
		if to-from < 30 {
			continue
		}
		outline := glyf[from:to]
		binary.BigEndian.PutUint16(outline, 0xFFFF)             // a composite
		binary.BigEndian.PutUint16(outline[10:], 0x0002)        // one component
		binary.BigEndian.PutUint16(outline[12:], uint16(glyph)) // itself
		break
	}
	if _, err := font.Check(data); err == nil || !strings.Contains(err.Error(), "损坏") {
		t.Errorf("error %v", err)
	}
}

func TestAnOfficesOwnFaceTakesItsRole(t *testing.T) {
	faces := load(t)
	own := faces.Face(font.Song) // any face will do
	mixed, err := faces.With(map[font.Role]*font.Face{font.Kai: own})
	if err != nil {
		t.Fatal(err)
	}
	if mixed.Face(font.Kai) != own || faces.Face(font.Kai) == own || mixed.Face(font.Hei) != faces.Face(font.Hei) {
		t.Error("the wrong faces were exchanged")
	}
	bare, err := font.Load(templates.Fonts())
	if err != nil {
		t.Fatal(err)
	}
	if with, err := bare.With(map[font.Role]*font.Face{font.FangSong: own}); err != nil || !with.Has(font.FangSong) {
		t.Errorf("an office's 仿宋 is not there (error %v)", err)
	}
	if _, err := faces.With(map[font.Role]*font.Face{font.Song: own}); err == nil {
		t.Error("Song was exchanged: it stands in for what the others lack")
	}
}

func TestRolesHaveNames(t *testing.T) {
	for _, role := range allRoles {
		if got, ok := font.ParseRole(role.String()); got != role || !ok {
			t.Errorf("ParseRole(%s) = %s, %v", role, got, ok)
		}
	}
	if _, ok := font.ParseRole("Comic"); ok {
		t.Error("there is a role Comic")
	}
	if slices.Contains(font.OfficeRoles(), font.Song) || len(font.OfficeRoles()) != 4 {
		t.Errorf("roles of an office: %v", font.OfficeRoles())
	}
}

// FuzzCheck: whatever bytes an office uploads as its own font, reading, naming
// and cutting it down end with an error at worst.
func FuzzCheck(f *testing.F) {
	face := load(f).Face(font.Song)
	data, err := face.Subset([]rune("国éA"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add(data[:200])
	f.Add([]byte("\x00\x01\x00\x00"))
	f.Fuzz(func(_ *testing.T, data []byte) {
		_, _ = font.Check(data)
		face, err := font.Parse(data) // also one that Check refuses for having few characters
		if err != nil {
			return
		}
		_ = face.Name()
		_ = face.Metrics()
		for _, r := range []rune{1, 'A', '国'} {
			_ = face.Bounds(r)
			if face.Has(r) {
				_, _ = face.Subset([]rune{r})
			}
		}
	})
}
