package docx

import (
	"fmt"
	"strings"

	"tongbao/reports/font"
)

// family is a face by the names under which offices have it installed.
type family struct {
	name    string
	instead string // where name is not installed
	panose  string
	latin   string // the face of digits and Latin letters
}

// families are the faces of an official document. As in the PDF digits come
// from 宋 in 仿宋 and 楷, where they are too wide and heavy.
var families = map[font.Role]family{
	font.FangSong: {"仿宋_GB2312", "仿宋", "02010609030101010101", "宋体"},
	font.Song:     {"宋体", "SimSun", "02010600030101010101", "宋体"},
	font.BiaoSong: {"方正小标宋简体", "华文中宋", "02010601030101010101", "方正小标宋简体"},
	font.Hei:      {"黑体", "SimHei", "02010609060101010101", "黑体"},
	font.Kai:      {"楷体_GB2312", "楷体", "02010609030101010101", "宋体"},
}

var roles = []font.Role{font.FangSong, font.Song, font.BiaoSong, font.Hei, font.Kai}

// rFonts sets a face.
func rFonts(role font.Role) string {
	f := families[role]
	return fmt.Sprintf(`<w:rFonts w:ascii="%s" w:eastAsia="%s" w:hAnsi="%[1]s" w:cs="%[1]s"/>`, f.latin, f.name)
}

// size sets a size given in points; Word has half points.
func size(points float64) string {
	half := int(points*2 + 0.5)
	return fmt.Sprintf(`<w:sz w:val="%d"/><w:szCs w:val="%[1]d"/>`, half)
}

// fontTable names for every face the one that stands in for it.
func fontTable() string {
	var b strings.Builder
	b.WriteString(declaration + `<w:fonts xmlns:w="` + nsMain + `">`)
	for _, role := range roles {
		f := families[role]
		fmt.Fprintf(&b, `<w:font w:name="%s"><w:altName w:val="%s"/><w:panose1 w:val="%s"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>`,
			f.name, f.instead, f.panose)
	}
	b.WriteString(`</w:fonts>`)
	return b.String()
}

// The faces of tables, for runs.
var (
	song = rFonts(font.Song)
	hei  = rFonts(font.Hei)
)
