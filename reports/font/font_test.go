package font_test

import (
	"bytes"
	"io/fs"
	"os"
	"slices"
	"testing"
	"testing/fstest"

	"tongbao/reports/font"
	"tongbao/templates"
)

const gpl = "../../" + templates.FangSongDir

func load(t testing.TB) *font.Faces {
	t.Helper()
	faces, err := font.Load(templates.Fonts(), os.DirFS(gpl))
	if err != nil {
		t.Fatal(err)
	}
	return faces
}

var allRoles = []font.Role{font.FangSong, font.Song, font.BiaoSong, font.Hei, font.Kai}

func TestPickTakesLatinFromSongAndLackingCharactersFromOthers(t *testing.T) {
	faces := load(t)
	for _, tc := range []struct {
		name   string
		wanted font.Role
		char   rune
		face   font.Role
		found  bool
	}{
		{"Chinese in 仿宋", font.FangSong, '国', font.FangSong, true},
		{"digit in 仿宋", font.FangSong, '7', font.Song, true},
		{"letter in 楷", font.Kai, 'A', font.Song, true},
		{"quotation mark in 楷", font.Kai, '“', font.Song, true},
		{"quotation mark in 仿宋", font.FangSong, '“', font.FangSong, true},
		{"digit in 黑", font.Hei, '7', font.Hei, true},
		{"traditional character 仿宋 lacks", font.FangSong, '鄉', font.Song, true},
		{"beyond U+FFFF", font.FangSong, '𬭛', font.Song, true},
		{"nowhere", font.Song, '\U0001F600', font.Song, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if face, found := faces.Pick(tc.wanted, tc.char); face != tc.face || found != tc.found {
				t.Errorf("Pick(%s, %c) = %s, %v; want %s, %v", tc.wanted, tc.char, face, found, tc.face, tc.found)
			}
		})
	}
}

func TestWithoutFangSongSongSetsTheBody(t *testing.T) {
	faces, err := font.Load(templates.Fonts())
	if err != nil {
		t.Fatal(err)
	}
	if faces.Has(font.FangSong) {
		t.Error("仿宋 is said to be there")
	}
	if face, ok := faces.Pick(font.FangSong, '国'); face != font.Song || !ok {
		t.Errorf("body is set in %s", face)
	}
	if n := len(faces.Hashes()); n != 4 {
		t.Errorf("%d hashes, want 4", n)
	}
}

func TestLoadRefusesBrokenFaces(t *testing.T) {
	song, err := fs.ReadFile(templates.Fonts(), "BulletinSong-Regular.ttf")
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"empty": {}, "no font": []byte("这不是字体文件，但也不短。"), "cut": song[:5000], "OpenType with CFF": append([]byte("OTTO"), song[4:]...),
	} {
		t.Run(name, func(t *testing.T) {
			broken := fstest.MapFS{"BulletinSong-Regular.ttf": {Data: data}}
			if _, err := font.Load(broken, templates.Fonts()); err == nil {
				t.Error("no error")
			}
		})
	}
}

func TestSubsetKeepsWidthsAndOutlines(t *testing.T) {
	faces := load(t)
	const text = "新改扩建旅游公厕1、2（３）“〓”—…éÀ国〇鄉%,.ABcfi国𬭛"
	for _, role := range allRoles {
		t.Run(role.String(), func(t *testing.T) {
			face := faces.Face(role)
			var chars []rune
			for _, r := range text {
				if face.Has(r) {
					chars = append(chars, r)
				}
			}
			data, err := face.Subset(chars)
			if err != nil {
				t.Fatal(err)
			}
			sub, err := font.Parse(data)
			if err != nil {
				t.Fatal(err)
			}
			if sub.Chars() != len(chars) {
				t.Errorf("subset has %d characters, want %d", sub.Chars(), len(chars))
			}
			for i, r := range chars {
				code := rune(i + 1)
				if sub.Advance(code) != face.Advance(r) || sub.Bounds(code) != face.Bounds(r) {
					t.Errorf("%c: width %v outline %v; want %v %v", r, sub.Advance(code), sub.Bounds(code), face.Advance(r), face.Bounds(r))
				}
			}
			again, err := face.Subset(chars)
			if err != nil || !bytes.Equal(data, again) {
				t.Errorf("a second subset differs (error %v)", err)
			}
			if len(data) > 40_000 {
				t.Errorf("subset takes %d bytes", len(data))
			}
		})
	}
}

func TestSubsetRefuses(t *testing.T) {
	face := load(t).Face(font.Song)
	for name, chars := range map[string][]rune{
		"a character the face lacks": {'国', '\U0001F600'},
		"more than a font holds":     slices.Repeat([]rune{'国'}, 0xFFFF),
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := face.Subset(chars); err == nil {
				t.Error("no error")
			}
		})
	}
}
