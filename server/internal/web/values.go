package web

import (
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/ledger"
)

// numberField is a number as typed; nil for an empty field.
func numberField(text, field string) (*decimal.Decimal, error) {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= '０' && r <= '９':
			return r - '０' + '0'
		case r == '．':
			return '.'
		case strings.ContainsRune(" 　,，%％", r):
			return -1
		}
		return r
	}, text)
	if plain == "" {
		return nil, nil
	}
	const longest = 24
	d, err := decimal.NewFromString(plain)
	if err != nil || len(plain) > longest || strings.ContainsAny(plain, "eE") {
		return nil, ledger.Errorf(ledger.CodeInvalid, "“%s”不是数字，请只填数字，如 70 或 12.5", plain).At(field)
	}
	return &d, nil
}

// dateField is a day as typed; the zero Date for an empty field.
func dateField(text, field string) (ledger.Date, error) {
	text = strings.TrimSpace(text)
	if text == "" {
		return ledger.Date{}, nil
	}
	d, err := ledger.ParseDate(strings.NewReplacer("/", "-", ".", "-").Replace(text))
	if err != nil {
		return d, ledger.Errorf(ledger.CodeInvalid, "日期“%s”应写作 2020-03-31 的形式", text).At(field)
	}
	return d, nil
}

// numberText is a number as a form shows it; "" for none.
func numberText(d *decimal.Decimal) string {
	if d == nil {
		return ""
	}
	return d.String()
}
