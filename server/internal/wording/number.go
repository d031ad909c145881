package wording

import (
	"strings"

	"github.com/shopspring/decimal"
)

// maxDigits is the longest run of digits that is taken for a number; what is
// longer is a code, not a quantity.
const maxDigits = 18

var chineseDigits = map[rune]int64{
	'零': 0, '〇': 0, '一': 1, '二': 2, '两': 2, '三': 3, '四': 4, '五': 5, '六': 6, '七': 7, '八': 8, '九': 9,
	'壹': 1, '贰': 2, '叁': 3, '肆': 4, '伍': 5, '陆': 6, '柒': 7, '捌': 8, '玖': 9,
}

var multipliers = map[rune]int64{
	'十': 10, '拾': 10, '百': 100, '佰': 100, '千': 1000, '仟': 1000, '万': 10_000, '亿': 100_000_000,
}

// ParseNumber reads a whole cell or word as a number: 1.8万, 二十七, １,200,
// 1 200, 3亿, 两百. It returns false when anything else stands beside it.
func ParseNumber(s string) (decimal.Decimal, bool) {
	r := []rune(strings.TrimSpace(Plain(s)))
	negative := len(r) > 1 && (r[0] == '-' || r[0] == '+')
	sign := negative && r[0] == '-'
	if negative {
		r = r[1:]
	}
	n, next, ok := numberAt(r, 0)
	if !ok || next != len(r) {
		return decimal.Zero, false
	}
	if sign {
		n = n.Neg()
	}
	return n, true
}

// ParsePercent reads a whole cell or word as a percent: 60%, ６０％, 百分之六十,
// 六成. 60 stands for 60 %. A bare 0.6 is no percent.
func ParsePercent(s string) (decimal.Decimal, bool) {
	r := []rune(strings.TrimSpace(Plain(s)))
	n, next, ok := percentAt(r, 0)
	if !ok || next != len(r) {
		return decimal.Zero, false
	}
	return n, true
}

// ParseMoney reads an amount in 万元. A number without a unit is in defaultUnit
// (元, 万元 or 亿元; 万元 if empty).
func ParseMoney(s, defaultUnit string) (decimal.Decimal, bool) {
	text := strings.TrimSpace(Plain(s))
	for _, about := range []string{"约", "人民币", "共计", "共"} {
		text = strings.TrimPrefix(text, about)
	}
	r := []rune(text)
	n, next, ok := numberAt(r, 0)
	if !ok {
		return decimal.Zero, false
	}
	unit := strings.TrimSpace(string(r[next:]))
	for _, about := range []string{"左右", "以上"} {
		unit = strings.TrimSuffix(unit, about)
	}
	if unit == "" {
		// 7000 in a column of 万元 is 7000 万元; 700万 says its own unit.
		if last := r[next-1]; last == '万' || last == '亿' {
			return n.Shift(-4), true
		}
		unit = Plain(defaultUnit)
	}
	return inTenThousands(n, unit)
}

// inTenThousands is n of the unit in 万元.
func inTenThousands(n decimal.Decimal, unit string) (decimal.Decimal, bool) {
	switch strings.TrimPrefix(unit, "人民币") {
	case "", "万元", "万":
		return n, true
	case "元":
		return n.Shift(-4), true
	case "千元":
		return n.Shift(-1), true
	case "百万元":
		return n.Shift(2), true
	case "亿元", "亿":
		return n.Shift(4), true
	}
	return decimal.Zero, false
}

// numberAt reads a number that begins at r[i]; next is the place after it.
func numberAt(r []rune, i int) (n decimal.Decimal, next int, ok bool) {
	if i >= len(r) {
		return n, i, false
	}
	if isDigit(r[i]) {
		return arabicAt(r, i)
	}
	return chineseAt(r, i)
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// arabicAt reads 1,200.5 and the 万 or 亿 after it.
func arabicAt(r []rune, i int) (n decimal.Decimal, next int, ok bool) {
	j := digitsEnd(r, i)
	var b strings.Builder
	b.WriteString(string(r[i:min(j, i+maxDigits+1)]))
	if j-i <= 3 {
		for j+3 < len(r) && (r[j] == ',' || r[j] == ' ' || r[j] == '\'') && digitsEnd(r, j+1) == j+4 {
			b.WriteString(string(r[j+1 : j+4]))
			j += 4
		}
	}
	if j+1 < len(r) && r[j] == '.' && isDigit(r[j+1]) {
		k := digitsEnd(r, j+1)
		b.WriteString(string(r[j:min(k, j+maxDigits)]))
		j = k
	}
	if b.Len() > 2*maxDigits || digitsOf(b.String()) > maxDigits {
		return n, j, false
	}
	n, err := decimal.NewFromString(b.String())
	if err != nil {
		return n, j, false
	}
	for j < len(r) {
		m, isMultiplier := multipliers[r[j]]
		if !isMultiplier || m == 10 || r[j] == '千' && j+1 < len(r) && strings.ContainsRune("米瓦克伏", r[j+1]) {
			break
		}
		n = n.Mul(decimal.NewFromInt(m))
		j++
		if m >= 10_000 && j < len(r) && r[j] != '亿' {
			break
		}
	}
	return n, j, true
}

// digitsOf counts the digits before the point.
func digitsOf(s string) int {
	whole, _, _ := strings.Cut(s, ".")
	return len(whole)
}

func digitsEnd(r []rune, i int) int {
	for i < len(r) && isDigit(r[i]) {
		i++
	}
	return i
}

// chineseAt reads 二十七, 十三万五千, 两百, and 二〇二一 digit by digit.
func chineseAt(r []rune, i int) (n decimal.Decimal, next int, ok bool) {
	j, units := i, false
	for j < len(r) && j-i <= maxDigits {
		_, digit := chineseDigits[r[j]]
		_, unit := multipliers[r[j]]
		if !digit && !unit {
			break
		}
		units = units || unit
		j++
	}
	if j == i || j-i > maxDigits {
		return n, j, false
	}
	word := r[i:j]
	// 万 and 千 alone, as in 万人返乡, are no numbers.
	if m := multipliers[word[0]]; m > 10 {
		return n, j, false
	}
	if !units {
		v := int64(0)
		for _, c := range word {
			v = v*10 + chineseDigits[c]
		}
		if len(word) > 1 && len(word) < 4 && word[0] != '〇' && word[0] != '零' {
			return n, j, false // 三五, 两三: not said exactly
		}
		return decimal.NewFromInt(v), j, true
	}
	v, ok := chineseValue(word)
	return decimal.NewFromInt(v), j, ok
}

// chineseValue is the value of a numeral with 十, 百, 千, 万 or 亿.
func chineseValue(word []rune) (int64, bool) {
	var total, section, digit int64
	for _, c := range word {
		if d, ok := chineseDigits[c]; ok {
			if digit > 0 {
				return 0, false // 十二三: not said exactly
			}
			digit = d
			continue
		}
		m := multipliers[c]
		if m >= 10_000 {
			if section += digit; section == 0 {
				return 0, false
			}
			if m > 10_000 {
				total = (total + section) * m
			} else {
				total += section * m
			}
			section, digit = 0, 0
			continue
		}
		if digit == 0 && m == 10 { // 十二, 一百零十, 一百十
			digit = 1
		}
		section, digit = section+digit*m, 0
	}
	// 两万五 means 25,000.
	if k := len(word) - 1; digit > 0 && k > 1 {
		if m := multipliers[word[k-1]]; m >= 100 {
			return total + section + digit*m/10, true
		}
	} else if digit > 0 && k == 1 {
		if m := multipliers[word[0]]; m >= 100 {
			return total + section + digit*m/10, true
		}
	}
	return total + section + digit, true
}

// percentAt reads 60%, 百分之六十, 六成, 六成五 and 三分之一 (33.33), but not 5个百分点.
func percentAt(r []rune, i int) (n decimal.Decimal, next int, ok bool) {
	if hasAt(r, i, "百分之百") {
		return decimal.NewFromInt(100), i + 4, true
	}
	if hasAt(r, i, "百分之") {
		return numberAt(r, i+3)
	}
	if n, j, ok := numberAt(r, i); ok {
		switch {
		case j < len(r) && r[j] == '%':
			return n, j + 1, true
		case j < len(r) && r[j] == '成' && !hasAt(r, j, "成立") && n.LessThanOrEqual(decimal.NewFromInt(10)):
			n, j = n.Mul(decimal.NewFromInt(10)), j+1
			if j < len(r) && chineseDigits[r[j]] > 0 && i+2 == j {
				n, j = n.Add(decimal.NewFromInt(chineseDigits[r[j]])), j+1
			}
			return n, j, true
		case hasAt(r, j, "分之"):
			// The place after 分之 is read as the numerator of a fraction.
			if m, k, ok := numberAt(r, j+2); ok && n.IsPositive() && m.LessThanOrEqual(n) {
				return m.Mul(decimal.NewFromInt(100)).DivRound(n, 2), k, true
			}
		}
	}
	return n, i, false
}

// hasAt reports whether the word stands at r[i].
func hasAt(r []rune, i int, word string) bool {
	for _, c := range word {
		if i < 0 || i >= len(r) || r[i] != c {
			return false
		}
		i++
	}
	return true
}
