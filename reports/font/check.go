package font

import (
	"bytes"
	"errors"
	"fmt"
)

// MaxFile is how large an office's own font file may be, in bytes; the largest
// Chinese fonts that are sold have about 20 MB.
const MaxFile = 32 << 20

// Refusal says in Chinese why a file cannot be a face, and what to do: it is
// written for the person who chose the file.
type Refusal struct {
	words string
	cause error
}

// Error is what that person reads.
func (r *Refusal) Error() string { return r.words }

// Unwrap is what was found, for the log.
func (r *Refusal) Unwrap() error { return r.cause }

// Check reads a font file that an office owns and wants to set its bulletins
// in: TrueType outlines, a Unicode character map of format 4 or 12, whole
// tables, a licence bit that lets it be embedded in parts, and the characters
// of GB 2312 in full width. Every error is a *Refusal. The face keeps data,
// which must not change afterwards.
func Check(data []byte) (*Face, error) {
	if words := notTrueType(data); words != "" {
		return nil, &Refusal{words: words}
	}
	f, err := Parse(data)
	if err != nil {
		return nil, damaged(err)
	}
	if err := f.sound(); err != nil {
		return nil, damaged(err)
	}
	if words := f.licence(); words != "" {
		return nil, &Refusal{words: words}
	}
	if words := f.chinese(); words != "" {
		return nil, &Refusal{words: words}
	}
	sub, err := f.Subset([]rune{probe})
	if err == nil {
		_, err = Parse(sub)
	}
	if err != nil {
		return nil, damaged(err)
	}
	return f, nil
}

func damaged(err error) *Refusal {
	if errors.Is(err, errNoCmap) {
		return &Refusal{"字体没有Unicode字符表（cmap格式4或12），不能按汉字取字。请换用同一字体的新版本。", err}
	}
	return &Refusal{"字体文件不完整或已损坏。请从原安装文件重新复制后再选。", err}
}

// notTrueType says what a file is that is no TrueType font, "" for one that
// begins as one.
func notTrueType(data []byte) string {
	const not, instead = "不是TrueType字体：", "请换用同一字体的TrueType文件（.ttf）。"
	switch {
	case len(data) == 0:
		return not + "文件是空的。请重新选择字体文件。"
	case len(data) > MaxFile:
		return fmt.Sprintf("字体文件超过%d MB。请换用不带附加字形的版本。", MaxFile>>20)
	}
	for _, kind := range []struct{ begins, words string }{
		{"\x00\x01\x00\x00", ""},
		{"true", ""},
		{"OTTO", "这是OpenType（CFF轮廓）字体，通报的PDF只嵌入TrueType轮廓。" + instead},
		{"ttcf", "这是字体集（.ttc），里面有几款字体。请把要用的一款另存为.ttf文件。"},
		{"wOFF", "这是网页字体（.woff）。" + instead},
		{"wOF2", "这是网页字体（.woff2）。" + instead},
		{"\x80\x01", "这是Type 1字体（.pfb）。" + instead},
		{"%!", "这是Type 1字体（.pfa）。" + instead},
		{"PK\x03\x04", "这是压缩包。请解压后选择里面的.ttf文件。"},
		{"Rar!", "这是压缩包。请解压后选择里面的.ttf文件。"},
	} {
		if bytes.HasPrefix(data, []byte(kind.begins)) {
			if kind.words == "" {
				return ""
			}
			return not + kind.words
		}
	}
	return not + "认不出这种文件。请选择.ttf文件。"
}

// licence says why the font may not stand in a PDF, by the bits fsType of its
// OS/2 table (OpenType, OS/2): of several levels the most generous counts. A
// font without the table states no restriction.
func (f *Face) licence() string {
	os2 := f.tables["OS/2"]
	if os2 == nil {
		return ""
	}
	const restricted, levels, noSubset, bitmapsOnly = 0x0002, 0x000E, 0x0100, 0x0200
	const remedy = "请向字库厂商取得嵌入授权的版本。"
	kind := (&table{data: os2}).u16(8)
	switch {
	case kind&levels == restricted:
		return "字体的许可位（fsType）不允许嵌入文件。" + remedy
	case kind&noSubset != 0:
		return "字体的许可位（fsType）不允许只嵌入用到的字。" + remedy
	case kind&bitmapsOnly != 0:
		return "字体的许可位（fsType）只允许嵌入点阵字形。" + remedy
	}
	return ""
}

const (
	// probe is a character that every Chinese font draws.
	probe = '国'
	// leastHan is how many of the 6,763 characters of GB 2312 a face must draw
	// to set an official document; the few it may lack come from Song.
	leastHan = 6500
)

// chinese says why the face cannot set Chinese text.
func (f *Face) chinese() string {
	han := 0
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		if f.Has(r) && len(f.outline(int(f.chars.get(r)))) > 0 {
			han++
		}
	}
	switch wide := f.Advance(probe); {
	case han < leastHan:
		return fmt.Sprintf("字体只有%d个汉字，排公文至少要有GB 2312的6,763个。请换用完整的中文字体。", han)
	case wide < 0.98 || wide > 1.02:
		return "字体的汉字不是全角宽度，排不出每行28个字。请换用等宽的中文字体。"
	}
	return ""
}

// Limits of a composite glyph: how deep its components may lie, and how many
// it may come to in all. Fonts that are sold stay below 4 and 64.
const maxDepth, maxComponents = 8, 512

// sound reports what Parse does not look at because the product's own faces
// need no looking: offsets that fall back, composite glyphs that contain
// themselves.
func (f *Face) sound() error {
	if os2 := f.tables["OS/2"]; os2 != nil && len(os2) < 78 {
		return fmt.Errorf("OS/2: %w", errCut)
	}
	before := 0
	for glyph := range f.glyphs {
		from, to := f.location(glyph)
		if from < before || to < from || to > len(f.tables["glyf"]) {
			return errors.New("loca: offsets are out of order")
		}
		before = from
		if _, err := f.components(glyph, 0); err != nil {
			return err
		}
	}
	return nil
}

// components is how many glyphs a glyph is put together from, itself included.
func (f *Face) components(glyph, depth int) (int, error) {
	outline := f.outline(glyph)
	if len(outline) == 0 {
		return 1, nil
	}
	if len(outline) < 10 {
		return 0, fmt.Errorf("glyf: %w", errCut)
	}
	parts, err := parts(outline)
	if err != nil {
		return 0, fmt.Errorf("glyf: %w", err)
	}
	total := 1
	for _, p := range parts {
		if depth == maxDepth || p.glyph >= f.glyphs {
			return 0, errors.New("glyf: a composite glyph has no end")
		}
		n, err := f.components(p.glyph, depth+1)
		if err != nil {
			return 0, err
		}
		if total += n; total > maxComponents {
			return 0, errors.New("glyf: a composite glyph has no end")
		}
	}
	return total, nil
}
