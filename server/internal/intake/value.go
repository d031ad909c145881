package intake

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// filler reports whether a cell says that there is nothing to say: / — 无.
// It is no zero, and no blank either.
func filler(text string) bool {
	if startsWithDigit(text) {
		return false
	}
	switch wording.Short(text) {
	case "/", "-", "--", "—", "——", "－", "–", "\\", "无", "无任务", "不涉及", "N/A", "n/a", "／":
		return true
	}
	return false
}

// usable reports whether a cell holds a value; a formula without one is an
// error of its row.
func (t *table) usable(row int, c grid.Cell) bool {
	switch c.Kind {
	case grid.NoValue:
		t.fail(row, CodeNoValue, t.ref(c.Row, c.Col), "head", t.column(c.Col).name())
		return false
	case grid.Error:
		t.fail(row, CodeUnreadableNumber, t.ref(c.Row, c.Col), "value", c.Text, "head", t.column(c.Col).name())
		return false
	default:
	}
	text := strings.TrimSpace(c.Text)
	return text != "" && !filler(text)
}

// numberAt reads a quantity; nil where the cell is blank or holds / or 无.
func (t *table) numberAt(row int, c grid.Cell) *decimal.Decimal {
	if !t.usable(row, c) {
		return nil
	}
	n, _, ok := figure(c.Text)
	if !ok {
		t.unreadable(row, c)
		return nil
	}
	return &n
}

// unreadable records a cell that should be a figure and is none, unless a person
// has confirmed the figures in its words.
func (t *table) unreadable(row int, c grid.Cell) {
	whole := t.wholeOfColumn(c.Col)
	args := []string{"value", strings.TrimSpace(c.Text), "head", t.column(c.Col).name(), "offer", offered(c.Text, whole)}
	if whole != "" {
		made, taken := t.offer(row, c, whole)
		if taken {
			return
		}
		if made {
			args = append(args, "offers", c.String())
		}
	}
	if !strings.ContainsAny(wording.Fold(c.Text), "0123456789") {
		args = append(args, "words", "1")
	}
	t.fail(row, CodeUnreadableNumber, t.ref(c.Row, c.Col), args...)
}

var separators = strings.NewReplacer(",", "", "，", "", " ", "", "'", "")

// inRange keeps figures that no table means, such as 1e999999, from costing
// anything.
func inRange(n decimal.Decimal) bool {
	return n.Exponent() > -20 && n.Exponent() < 20 && n.NumDigits() < 40
}

// moneyAt reads an amount in 万元: by the words of the cell, the head's
// bracket, the table's unit line, or 万元.
func (t *table) moneyAt(row int, c grid.Cell) *decimal.Decimal {
	if !t.usable(row, c) {
		return nil
	}
	n, ok := wording.ParseMoney(c.Text, t.moneyUnit(c.Col))
	if !ok || !inRange(n) {
		if n, _, ok := figure(c.Text); ok && n.IsNegative() {
			t.negative(row, c)
		} else {
			t.unreadable(row, c)
		}
		return nil
	}
	return &n
}

// negative records a cell whose figure must not be below none.
func (t *table) negative(row int, c grid.Cell) {
	t.fail(row, CodeNegative, t.ref(c.Row, c.Col), "value", strings.TrimSpace(c.Text), "head", t.column(c.Col).name())
}

var moneyWord = regexp.MustCompile(`万元|亿元|千元|元`)

func (t *table) moneyUnit(col int) string {
	c := t.column(col)
	if c.money == "" {
		c.money = firstOf(moneyWord.FindString(c.bracket), moneyWord.FindString(c.leaf()), t.lead.money, "万元")
	}
	return c.money
}

// dateAt reads a date; the zero date where the cell is blank.
func (t *table) dateAt(row int, c grid.Cell) ledger.Date {
	if !t.usable(row, c) {
		return ledger.Date{}
	}
	if d, err := ledger.ParseDate(strings.TrimSpace(c.Text)); err == nil {
		return d
	}
	if d, ok := serialDate(c); ok {
		return d
	}
	d, ok := wording.Date(c.Text, t.year)
	if !ok && !t.yearless(c.Text) {
		t.fail(row, CodeUnreadableDate, t.ref(c.Row, c.Col), "value", strings.TrimSpace(c.Text), "head", t.column(c.Col).name())
		return ledger.Date{}
	}
	return d
}

// serialDate is the date that a number stands for whose cell has lost its date
// format: 44990 is 2023-03-05.
func serialDate(c grid.Cell) (ledger.Date, bool) {
	n, err := strconv.Atoi(strings.TrimSpace(c.Text))
	if c.Kind != grid.Number || err != nil || n < 36526 || n > 73050 { // the years 2000 to 2099
		return ledger.Date{}, false
	}
	d := time.Date(1899, time.December, 30+n, 0, 0, 0, 0, time.UTC)
	return ledger.Date{Year: d.Year(), Month: int(d.Month()), Day: d.Day()}, true
}

// source is one source of money in prose: 市财政1000万元, 其余由县区自筹.
var (
	source     = regexp.MustCompile(`^(?:其中)?(.*?)(?:约|共|计)*([\d.]+)(万元|亿元|元)(?:左右)?(.*)$`)
	openSource = regexp.MustCompile(`其余|剩余|不足部分`)
)

// wholeSum is what stands before the sum of all money: 总投资约1.8亿元.
var wholeSum = regexp.MustCompile(`^(?:计划|概算|项目)?(?:总投资|总投入|投资总额|总经费|所需资金|投资)(?:共|合计)?$`)

// fundingOf reads the sources of money written in one cell, and their sum where
// it is said first.
func fundingOf(text string, cell ledger.Cell) (list []ledger.Funding, total *decimal.Decimal) {
	for _, part := range strings.FieldsFunc(wording.Fold(text), func(r rune) bool { return strings.ContainsRune(",，、;；。\n", r) }) {
		part = strings.TrimSpace(part)
		switch m := source.FindStringSubmatch(part); {
		case m != nil:
			amount, ok := wording.ParseMoney(m[2]+m[3], "万元")
			switch {
			case !ok:
			case len(list) == 0 && total == nil && wholeSum.MatchString(wording.Simplify(m[1])):
				total = &amount
			default:
				list = append(list, ledger.Funding{Source: firstOf(strings.TrimSpace(m[1]), strings.TrimSpace(m[4])), Amount: &amount, Cell: cell})
			}
		case openSource.MatchString(part):
			list = append(list, ledger.Funding{Source: part, Open: true, Cell: cell})
		}
	}
	return list, total
}

// StageOf is how far the words of a 形象进度 say that the works are.
func StageOf(text string) ledger.Stage { return wording.Stage(text) }
