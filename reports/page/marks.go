package page

import (
	"slices"
	"unicode"
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

// holds are the holds before each character: holds[i] stands between i−1 and
// i. holds[0] is free.
func holds(text []rune) []hold {
	h := make([]hold, len(text))
	for i := 1; i < len(text); i++ {
		h[i] = holdBetween(text, i)
	}
	for i := range text {
		if !isDigit(text[i]) || i+1 < len(text) && isDigit(text[i+1]) {
			continue
		}
		for _, m := range measures {
			if hasPrefix(text[i+1:], m) {
				for k := range m {
					h[i+1+k] = max(h[i+1+k], joined)
				}
				break
			}
		}
	}
	for i := range text {
		if text[i] != '（' {
			continue
		}
		for k := i + 2; k < len(text) && k <= i+1+remarkLength; k++ {
			if text[k] == '）' {
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

func holdBetween(text []rune, i int) hold {
	a, b := text[i-1], text[i]
	switch {
	case a == '\n' || b == '\n':
		return free
	case unicode.Is(unicode.M, b), b == ' ', noStart[b], noEnd[a], pairs[b] && a == b:
		return bound
	case a == ' ':
		return free
	case isWord(a) && isWord(b),
		i >= 2 && isWord(text[i-2]) && inWord[a] && isWord(b),
		isWord(a) && inWord[b]:
		return joined
	case isDigit(a) && unicode.Is(unicode.Han, b),
		i >= 2 && isDigit(text[i-2]) && a == '%' && b == '的',
		(a == '第' || a == '〕') && isDigit(b):
		return joined
	}
	return free
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// isWord reports whether r is a letter or digit of a script that sets words
// apart by blanks.
func isWord(r rune) bool {
	return r < 0x2E80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func hasPrefix(text, prefix []rune) bool {
	return len(text) >= len(prefix) && slices.Equal(text[:len(prefix)], prefix)
}

// clean makes text fit to be set: line ends become \n, tabs and odd blanks a
// blank; controls and characters that are invisible by nature are dropped.
// Everything else stays, in order.
func clean(s string) []rune {
	out := make([]rune, 0, len(s)/2)
	previous := rune(0)
	for _, r := range s {
		switch {
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
