package font_test

import (
	"bytes"
	"io/fs"
	"os"
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
	const text = "新改扩建旅游公厕1、2（３）“〓”—…éÀ국〇鄉%,.ABcfi"
	for _, role := range allRoles {
		t.Run(role.String(), func(t *testing.T) {
			face := faces.Face(role)
			codes := map[rune]rune{}
			for _, r := range text {
				if face.Has(r) {
					codes[r] = r
				}
			}
			data, err := face.Subset(codes)
			if err != nil {
				t.Fatal(err)
			}
			sub, err := font.Parse(data)
			if err != nil {
				t.Fatal(err)
			}
			if sub.Chars() != len(codes) {
				t.Errorf("subset has %d characters, want %d", sub.Chars(), len(codes))
			}
			for r := range codes {
				if sub.Advance(r) != face.Advance(r) || sub.Bounds(r) != face.Bounds(r) {
					t.Errorf("%c: width %v outline %v; want %v %v", r, sub.Advance(r), sub.Bounds(r), face.Advance(r), face.Bounds(r))
				}
			}
			again, err := face.Subset(codes)
			if err != nil || !bytes.Equal(data, again) {
				t.Errorf("a second subset differs (error %v)", err)
			}
			if len(data) > 40_000 {
				t.Errorf("subset takes %d bytes", len(data))
			}
		})
	}
}

func TestSubsetGivesPrivateCodesToRareCharacters(t *testing.T) {
	face := load(t).Face(font.Song)
	data, err := face.Subset(map[rune]rune{0xE000: '𬭛'})
	if err != nil {
		t.Fatal(err)
	}
	sub, err := font.Parse(data)
	if err != nil {
		t.Fatal(err)
	}
	if sub.Bounds(0xE000) != face.Bounds('𬭛') || sub.Bounds(0xE000) == (font.Box{}) {
		t.Errorf("outline %v, want %v", sub.Bounds(0xE000), face.Bounds('𬭛'))
	}
}

func TestSubsetRefuses(t *testing.T) {
	face := load(t).Face(font.Song)
	for name, codes := range map[string]map[rune]rune{
		"a character the face lacks": {'a': '\U0001F600'},
		"a code beyond U+FFFF":       {'𬭛': '𬭛'},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := face.Subset(codes); err == nil {
				t.Error("no error")
			}
		})
	}
}
