package workbook

import "strings"

// numberFormat is what a number format makes of a number, as far as it
// changes what a reader takes it for.
type numberFormat struct {
	date      bool // shows a year, month or day
	monthOnly bool // a date without its day: 2020年9月
	clock     bool // shows a time of day only
	percent   bool
}

// builtin is the format of a number below 164 that the workbook does not
// define itself (ECMA-376 part 1, 18.8.30; 27 to 58 as in zh-cn).
func builtin(id int) numberFormat {
	switch id {
	case 9, 10:
		return numberFormat{percent: true}
	case 17, 27, 36, 50, 52, 57:
		return numberFormat{date: true, monthOnly: true}
	case 14, 15, 16, 22, 28, 29, 30, 31, 51, 53, 54, 58:
		return numberFormat{date: true}
	case 18, 19, 20, 21, 32, 33, 34, 35, 55, 56:
		return numberFormat{clock: true}
	}
	return numberFormat{}
}

// parseFormat reads a format code's first section. Only what stands outside
// quotes, escapes and brackets counts. m is minutes after h and before s, else
// months; e is the year in Chinese formats, but an exponent in 0.00E+00.
func parseFormat(code string) numberFormat {
	letters := formatLetters(code)
	var f numberFormat
	var day, clock, elapsed bool
	for i, c := range letters {
		switch c {
		case 'y', 'e':
			f.date = true
		case 'd', 'a':
			f.date, day = true, true
		case 'm':
			minutes := i > 0 && letters[i-1] == 'h' || i+1 < len(letters) && letters[i+1] == 's'
			clock = clock || minutes
			f.date = f.date || !minutes
		case 'h', 's':
			clock = true
		case '[':
			elapsed = true
		case '%':
			f.percent = true
		}
	}
	if elapsed {
		return numberFormat{}
	}
	f.monthOnly = f.date && !day
	f.clock = clock && !f.date
	return f
}

// formatLetters are the letters that mean something in a format code's first
// section, lower case, runs of one letter as one; '[' is a time beyond 24
// hours.
func formatLetters(code string) []byte {
	var letters []byte
	for i := 0; i < len(code); i++ {
		c := code[i]
		switch c {
		case ';':
			return letters
		case '"':
			n := strings.IndexByte(code[i+1:], '"')
			if n < 0 {
				return letters
			}
			i += n + 1
			continue
		case '\\', '!', '_', '*':
			i++
			continue
		case '[':
			n := strings.IndexByte(code[i:], ']')
			if n < 0 {
				return letters
			}
			if inside := strings.ToLower(code[i+1 : i+n]); inside != "" && strings.Trim(inside, "hms") == "" {
				letters = append(letters, '[')
			}
			i += n
			continue
		}
		if n := plainWord(code[i:]); n > 0 {
			i += n - 1
			continue
		}
		if c |= 0x20; c == 'e' && i+1 < len(code) && (code[i+1] == '+' || code[i+1] == '-') {
			continue
		}
		if code[i] == '%' {
			c = '%'
		}
		if strings.IndexByte("ymdhsea%", c) >= 0 && (len(letters) == 0 || letters[len(letters)-1] != c) {
			letters = append(letters, c)
		}
	}
	return letters
}

// plainWord is the length of a word at the beginning of code whose letters are
// no codes of their own, or 0.
func plainWord(code string) int {
	for _, w := range []string{"general", "G/通用格式", "am/pm", "a/p"} {
		if len(code) >= len(w) && strings.EqualFold(code[:len(w)], w) {
			return len(w)
		}
	}
	return 0
}
