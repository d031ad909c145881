package intake

import (
	"regexp"
	"slices"
	"strings"

	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// column is one column of a table: its heads, and what it was taken for.
type column struct {
	col     int
	words   []string // head words from the top head row to the lowest
	bracket string   // what stood in brackets in any of the heads: 万元, %
	fields  []field  // what it may be
	sure    bool     // the head stands in the table of synonyms as it is
	field   field    // what it was taken for, "" for nothing

	period ledger.Period // the time its head begins with
	due    ledger.Date
	goal   bool   // the head says what is due by the time
	actual bool   // the head says what was done by the time
	share  string // the area or source of money a column stands for
	area   bool
	step   int    // 1 for the first stage column; 0 for none
	money  string // the unit of its amounts, once asked for

	key      string // its head as answers know it
	answered bool   // a person has said what it holds
	trust    confidence
}

// leaf is the lowest head word.
func (c *column) leaf() string {
	if len(c.words) == 0 {
		return ""
	}
	return c.words[len(c.words)-1]
}

// name is the head as a message names it: 进度要求/一季度.
func (c *column) name() string { return strings.Join(c.words, "/") }

// moneySource is the head of a column that holds money from one source.
var moneySource = regexp.MustCompile(`^(?:中央|省|市|县|区|本|上|各|镇|街道|社会|银行|企业|地方|一般|政府)?(?:级|县区|区县)?(?:本级)?(?:财政|自筹|补助|专项|债券|专项债券?|贷款|融资|配套|争取|向上争取|社会资本|社会资金|社会投资|筹集|筹措|投入|资金|奖补|以奖代补|彩票公益金|其他|其余|其它|统筹|预算)+(?:资金|补助|投入|安排|来源|解决)*$`)

// newColumn reads a column's heads.
func newColumn(col int, texts []string, year int) column {
	c := column{col: col}
	for _, text := range texts {
		word, bracket := headWord(text)
		if bracket != "" {
			c.bracket += bracket
		}
		if word != "" && (len(c.words) == 0 || c.words[len(c.words)-1] != word) {
			c.words = append(c.words, word)
		}
	}
	if len(c.words) == 0 {
		return c
	}
	leaf, parent := c.leaf(), ""
	if n := len(c.words); n > 1 {
		parent = c.words[n-2]
	}
	for _, try := range []string{parent + leaf, leaf + parent} {
		if f := candidates[try]; f != nil && parent != "" {
			c.fields, c.sure = f, true
			break
		}
	}
	// 投资/2022年计划 is an amount, and no plan for a time.
	money := candidates[parent+trimPeriod(leaf)]
	if c.fields == nil && parent != "" && len(money) > 0 && slices.Contains(moneyFields, money[0]) {
		c.fields, c.sure = money, true
		return c
	}
	if c.fields == nil {
		c.fields, c.sure = fieldsOf(leaf)
	}
	c.time(strings.Join(c.words, ""), leaf, parent, year)
	for i, s := range steps {
		if leaf == s {
			c.step = i + 1
		}
	}
	switch {
	case c.sure:
	case wording.IsArea(leaf):
		c.share, c.area, c.fields = leaf, true, nil
	case moneySource.MatchString(leaf):
		c.share, c.fields = leaf, nil
	}
	if !c.sure && c.share == "" && c.period.IsZero() && parent != "" && c.fields == nil {
		c.fields, _ = fieldsOf(parent)
	}
	return c
}

// time reads a head that begins with a time: alone or with 目标 it says what
// is due, with 完成 what was done.
func (c *column) time(joined, leaf, parent string, year int) {
	p, due, rest, ok := headPeriod(joined, year)
	if !ok && parent != "" {
		if p, due, rest, ok = headPeriod(leaf, year); ok && actualWords.MatchString(parent) {
			rest = parent
		}
	}
	if !ok {
		return
	}
	switch {
	case actualWords.MatchString(rest):
		c.period, c.due, c.actual = p, due, true
	case rest == "" || goalWords.MatchString(rest):
		c.period, c.due, c.goal = p, due, true
	}
}

// head reports whether the column's heads are understood at all.
func (c *column) head() bool {
	return c.fields != nil || !c.period.IsZero() || c.share != "" || c.step > 0
}
