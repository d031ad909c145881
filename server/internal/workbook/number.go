package workbook

import (
	"strconv"
	"strings"
	"time"
)

// significant is how many digits of a number Excel keeps and shows; the
// digits stored after them are the noise of binary fractions.
const significant = 15

// plainNumber is a stored number ("1.5E-3", "0.30000000000000004") in plain
// decimal digits, rounded to 15 significant ones, without useless zeros,
// multiplied by ten to the power of shift. It is exact: no binary fraction
// stands between.
func plainNumber(raw string, shift int) (string, bool) {
	if shift == 0 && isPlain(raw) {
		return raw, true
	}
	mantissa, exp := raw, 0
	if i := strings.IndexAny(raw, "eE"); i >= 0 {
		e, err := strconv.Atoi(raw[i+1:])
		if err != nil || e > 400 || e < -400 {
			return "", false
		}
		mantissa, exp = raw[:i], e
	}
	negative := strings.HasPrefix(mantissa, "-")
	if negative || strings.HasPrefix(mantissa, "+") {
		mantissa = mantissa[1:]
	}
	whole, fraction, _ := strings.Cut(mantissa, ".")
	digits := whole + fraction
	if digits == "" || len(digits) > 400 || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	point := len(whole) + exp + shift // places before the decimal point
	trimmed := strings.TrimLeft(digits, "0")
	point -= len(digits) - len(trimmed)
	if trimmed == "" {
		return "0", true
	}
	rounded, carried := roundDigits(trimmed, significant)
	if carried {
		point++
	}
	rounded = strings.TrimRight(rounded, "0")
	var b strings.Builder
	if negative {
		b.WriteByte('-')
	}
	switch {
	case point <= 0:
		b.WriteString("0." + strings.Repeat("0", -point) + rounded)
	case point >= len(rounded):
		b.WriteString(rounded + strings.Repeat("0", point-len(rounded)))
	default:
		b.WriteString(rounded[:point] + "." + rounded[point:])
	}
	return b.String(), true
}

// isPlain reports whether a number stands already as plainNumber writes it.
func isPlain(raw string) bool {
	digits, point := strings.TrimPrefix(raw, "-"), -1
	if digits == "" || len(digits) > significant || digits[0] == '0' {
		return false
	}
	for i, c := range []byte(digits) {
		switch {
		case c == '.' && point < 0 && i > 0:
			point = i
		case c < '0' || c > '9':
			return false
		}
	}
	return point < 0 || digits[len(digits)-1] >= '1'
}

// roundDigits rounds a digit string half up to n digits; carried means that it
// became one digit longer (999… to 1000…).
func roundDigits(digits string, n int) (rounded string, carried bool) {
	if len(digits) <= n {
		return digits, false
	}
	up := digits[n] >= '5'
	b := []byte(digits[:n])
	for i := n - 1; up && i >= 0; i-- {
		if b[i]++; b[i] <= '9' {
			return string(b), false
		}
		b[i] = '0'
	}
	if up {
		return "1" + string(b), true
	}
	return string(b), false
}

// serialParts splits a date's serial number into whole days and the second of
// the day, rounded to the second.
func serialParts(plain string) (days, second int, ok bool) {
	whole, fraction, _ := strings.Cut(plain, ".")
	days, err := strconv.Atoi(whole)
	if err != nil || days < 0 || days > lastSerial {
		return 0, 0, false
	}
	const places = 9
	nano, err := strconv.Atoi((fraction + strings.Repeat("0", places))[:places])
	if err != nil {
		return 0, 0, false
	}
	second = (nano*86400 + 500_000_000) / 1_000_000_000
	return days + second/86400, second % 86400, true
}

// lastSerial is 9999-12-31.
const lastSerial = 2958465

// serialDate is the calendar day of a serial number of days. The 1900 system
// counts a 29 February 1900 that never was (serial 60); neither it nor a
// serial below 1 is a date.
func serialDate(days int, date1904 bool) (time.Time, bool) {
	switch {
	case days > lastSerial:
		return time.Time{}, false
	case date1904:
		return time.Date(1904, 1, 1+days, 0, 0, 0, 0, time.UTC), true
	case days < 1 || days == 60:
		return time.Time{}, false
	case days < 60:
		return time.Date(1899, 12, 31+days, 0, 0, 0, 0, time.UTC), true
	}
	return time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC), true
}
