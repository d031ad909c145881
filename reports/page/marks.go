package page

import (
	"slices"
	"unicode"
	"unicode/utf8"
)

// Rules for line ends (避头尾, GB/T 15834-2011, 5.1): marks that may not start
// a line and marks that may not end one.
var (
	noStart = runeSet("，。、；：？！）》」』”’】〕〉］｝〗％‰℃°·～–%,.;:?!)]}>/″′")
	noEnd   = runeSet("（《「『“‘【〔〈［｛〖([{<¥￥$№")
	// blankRight and blankLeft are marks with one half of their square empty;
	// the empty half can be squeezed out.
	blankRight = runeSet("，。、；：）》」』”’】〕〉］｝〗")
	blankLeft  = runeSet("（《「『“‘【〔〈［｛〖")
	// pairs are marks written twice that stay together.
	pairs = runeSet("—…")
	// inWord are marks that belong to a number, a Latin word or an address
	// when they stand between two of its characters.
	inWord = runeSet(".,:-/_@&'+~=?#%")
)

func runeSet(s string) map[rune]bool {
	set := make(map[rune]bool)
	for _, r := range s {
		set[r] = true
	}
	return set
}

// measures are measures of more than one character; with a number before them
// they stay on its line. A single character after a number always does.
var measures = longestFirst(
	"万元", "亿元", "公里", "千米", "厘米", "毫米", "公顷", "万亩", "万户", "万人", "万个", "万座", "万套", "万名",
	"万吨", "千瓦", "兆瓦", "人次", "万人次", "万件", "平方米", "立方米", "万平方米", "万立方米", "平方公里", "床位",
	"百分点", "场次", "台套", "年度", "季度", "月份", "工作日", "个工作日", "个月", "小时", "分钟",
)

func longestFirst(words ...string) [][]rune {
	list := make([][]rune, len(words))
	for i, w := range words {
		list[i] = []rune(w)
	}
	slices.SortStableFunc(list, func(a, b []rune) int { return len(b) - len(a) })
	return list
}

// hold says how firmly two neighbouring characters stay on one line.
type hold uint8

const (
	free   hold = iota // the line may break here
	joined             // only when nothing else fits: inside a word or a number and its measure
	bound              // only when the line has no other place at all
)

// holds are the holds before each glyph: holds[i] stands between i−1 and i.
// holds[0] is free.
func holds(glyphs []glyph) []hold {
	h := make([]hold, len(glyphs))
	for i := 1; i < len(glyphs); i++ {
		h[i] = holdBetween(glyphs, i)
	}
	for i := range glyphs {
		if !glyphs[i].is(aDigit) || i+1 < len(glyphs) && glyphs[i+1].is(aDigit) {
			continue
		}
		for _, m := range measures {
			if hasPrefix(glyphs[i+1:], m) {
				for k := range m {
					h[i+1+k] = max(h[i+1+k], joined)
				}
				break
			}
		}
	}
	for i := range glyphs {
		if glyphs[i].r != '（' {
			continue
		}
		for k := i + 2; k < len(glyphs) && k <= i+1+remarkLength; k++ {
			if glyphs[k].r == '）' {
				for j := i + 1; j < k; j++ {
					h[j] = max(h[j], joined)
				}
				break
			}
		}
	}
	return h
}

// remarkLength is how many characters in brackets do not break: （自评）,
// （开工率）.
const remarkLength = 3

func holdBetween(glyphs []glyph, i int) hold {
	a, b := &glyphs[i-1], &glyphs[i]
	switch {
	case a.r == '\n' || b.r == '\n':
		return free
	case b.is(aMark|startsNoLine) || b.r == ' ' || a.is(endsNoLine) || b.is(inPairs) && a.r == b.r:
		return bound
	case a.r == ' ':
		for i--; i > 0 && glyphs[i].r == ' '; i-- {
		}
		if glyphs[i].is(endsNoLine) { // a blank at a line's end is not seen
			return bound
		}
		return free
	case a.is(inWords) && b.is(inWords),
		i >= 2 && glyphs[i-2].is(inWords) && a.is(joinsWords) && b.is(inWords),
		a.is(inWords) && b.is(joinsWords):
		return joined
	case a.is(aDigit) && b.is(isHan),
		i >= 2 && glyphs[i-2].is(aDigit) && a.r == '%' && b.r == '的',
		(a.r == '第' || a.r == '〕') && b.is(aDigit):
		return joined
	}
	return free
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

func hasPrefix(glyphs []glyph, prefix []rune) bool {
	if len(glyphs) < len(prefix) {
		return false
	}
	for i, r := range prefix {
		if glyphs[i].r != r {
			return false
		}
	}
	return true
}

// traits are what the rules for line ends ask of a character, found once for
// every character of a document.
type traits uint16

const (
	startsNoLine traits = 1 << iota
	endsNoLine
	emptyRight // the right half of its square is empty
	emptyLeft
	inPairs
	joinsWords
	inWords // a letter or digit of a script that sets words apart by blanks
	aDigit
	isHan
	aMark // combines with the character before it
)

func traitsOf(r rune) traits {
	var t traits
	for trait, is := range map[traits]bool{
		startsNoLine: noStart[r], endsNoLine: noEnd[r], emptyRight: blankRight[r], emptyLeft: blankLeft[r],
		inPairs: pairs[r], joinsWords: inWord[r], aDigit: isDigit(r),
		inWords: r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r)),
		isHan:   unicode.Is(unicode.Han, r), aMark: unicode.Is(unicode.M, r),
	} {
		if is {
			t |= trait
		}
	}
	return t
}

// clean makes text fit to be set: line ends become \n, tabs and odd blanks a
// blank; controls and characters that are invisible by nature are dropped.
// Everything else stays, in order.
func clean(s string) []rune {
	out := make([]rune, 0, utf8.RuneCountInString(s))
	previous := rune(0)
	for _, r := range s {
		switch {
		case r >= 0x3001 && r < 0xA000 || r > ' ' && r < 0x7F:
			out = append(out, r)
		case r == '\r' || r == '\n' && previous != '\r' || r == '\u2028' || r == '\u2029':
			out = append(out, '\n')
		case r == '\t' || r == '\u00A0' || r == '\u202F' || r >= '\u2000' && r <= '\u200A':
			out = append(out, ' ')
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r >= 0xFE00 && r <= 0xFE0F,
			r >= 0xE0100 && r <= 0xE01EF, r == '\u034F':
		default:
			out = append(out, r)
		}
		previous = r
	}
	return out
}
