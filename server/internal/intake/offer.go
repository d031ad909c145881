package intake

import (
	"regexp"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// Offer is a doubtful reading: figures that a cell tells in words. They are
// taken only where a person confirms them.
type Offer struct {
	Cell    ledger.Cell
	Text    string // of the cell
	Figures []OfferedFigure
	// Taken: a person has confirmed it, and Figures are what was confirmed.
	Taken bool
}

// OfferedFigure is one figure that a text tells, or that a person put in its
// place.
type OfferedFigure struct {
	Aspect  ledger.Aspect   `json:"aspect"`
	Percent bool            `json:"percent"` // a rate: 60 is 60 %
	Value   decimal.Decimal `json:"value"`
	Measure string          `json:"measure,omitempty"` // as the text has it, "" for a rate
	words   string
}

// Name is the column that the figure would stand in: 开工数, 完成率.
func (f OfferedFigure) Name() string {
	names := map[ledger.Aspect][2]string{
		ledger.Start: {"开工数", "开工率"}, ledger.Progress: {"累计完成", "完成率"}, ledger.Finish: {"完工数", "完工率"},
	}
	if f.Percent {
		return names[f.Aspect][1]
	}
	return names[f.Aspect][0]
}

// String is the figure with its column's name: 开工数12.
func (f OfferedFigure) String() string {
	if f.Percent {
		return f.Name() + f.Value.String() + "%"
	}
	return f.Name() + f.Value.String()
}

// Confirmation is what a person said an Offer's cell means. Without figures, or
// for a cell that offers none, it says nothing.
type Confirmation struct {
	Sheet   string          `json:"sheet"`
	Cell    string          `json:"cell"`
	Figures []OfferedFigure `json:"figures"`
}

// Check reports whether a confirmation can be one; the error is a ledger.Error.
func (c Confirmation) Check() error {
	for _, f := range c.Figures {
		switch {
		case f.Name() == "":
			return ledger.Errorf(ledger.CodeInvalid, "%s %s：没有“%s”这种数字", c.Sheet, c.Cell, f.Aspect)
		case f.Value.IsNegative(), !inRange(f.Value):
			return ledger.Errorf(ledger.CodeInvalid, "%s %s：%s“%s”不能采用，请填写不小于0的数字", c.Sheet, c.Cell, f.Name(), f.Value)
		}
	}
	return nil
}

const (
	chineseOnes = `一二三四五六七八九`
	rateForm    = `(\d[\d.]*%|百分之[` + chineseOnes + `十]+|[` + chineseOnes + `]成[` + chineseOnes + `半]?)`
)

var (
	// inProse are figures told in words: 已开工12个，其中完工5个.
	inProse = regexp.MustCompile(`(开工|动工|完工|竣工|建成|完成|办结|发放|投用|培训|新增)(率)?(?:数)?(?:约|达到?|了|为|共)*\s*(\d[\d,.]*[万亿]?)\s*(%|[^\d\s,，。;；、()（）]{1,2})`)
	// ratesInProse are shares of the work: 形象进度约60%, 完成六成.
	ratesInProse = regexp.MustCompile(`(开工|动工|完工|竣工|建成|完成|形象进度|工程进度|总进度)(?:率|工程量|总量|总工程量|任务)?(?:约|近|超过?|达到?|了|为|至|的|已)*\s*` + rateForm)
	// rateAlone is a share of the work beside other words: 约60%, 60%(形象进度).
	rateAlone = regexp.MustCompile(rateForm)
)

var aspectOf = map[string]ledger.Aspect{
	"开工": ledger.Start, "动工": ledger.Start, "完工": ledger.Finish, "竣工": ledger.Finish, "建成": ledger.Finish,
}

// offered are a text's figures as the text has them, for a message; "" where
// there are none.
func offered(text string, whole ledger.Aspect) string {
	var words []string
	for _, f := range figuresIn(text, whole) {
		words = append(words, f.words)
	}
	return strings.Join(words, "、")
}

// figuresIn are the figures that a text tells in words, one of a kind. whole is
// what the text's column is of, and so a rate without a verb; "" where such a rate
// is none.
func figuresIn(text string, whole ledger.Aspect) []OfferedFigure {
	s := wording.Plain(text)
	var list []OfferedFigure
	add := func(f OfferedFigure) {
		if !inRange(f.Value) {
			return
		}
		for _, o := range list {
			if o.Aspect == f.Aspect && o.Percent == f.Percent {
				return
			}
		}
		list = append(list, f)
	}
	verb := func(word string) ledger.Aspect {
		if a, ok := aspectOf[word]; ok {
			return a
		}
		return ledger.Progress
	}
	for _, m := range inProse.FindAllStringSubmatch(s, 6) {
		n, ok := wording.ParseNumber(strings.TrimRight(m[3], ",."))
		switch {
		case !ok, strings.HasPrefix(m[4], "元"): // money has columns of its own
		case m[4] == "%":
			add(OfferedFigure{verb(m[1]), true, n, "", m[1] + m[2] + m[3] + m[4]})
		default:
			add(OfferedFigure{verb(m[1]), false, n, m[4], m[1] + m[2] + m[3] + m[4]})
		}
	}
	for _, m := range ratesInProse.FindAllStringSubmatch(s, 6) {
		if n, ok := wording.ParsePercent(m[2]); ok {
			add(OfferedFigure{verb(m[1]), true, n, "", m[1] + m[2]})
		}
	}
	if m := rateAlone.FindStringSubmatch(s); m != nil && whole != "" && len(list) == 0 {
		if n, ok := wording.ParsePercent(m[1]); ok {
			add(OfferedFigure{whole, true, n, "", m[1]})
		}
	}
	if len(list) == 1 && list[0].Aspect == ledger.Finish && whole == ledger.Progress {
		list[0].Aspect = whole // 已建成27个 alone under 累计完成 is what the column asks for
	}
	return list
}

// figureColumns are the columns of figures, with what their figures are of.
var figureColumns = []struct {
	field  field
	aspect ledger.Aspect
}{
	{fieldStarted, ledger.Start},
	{fieldStartRate, ledger.Start},
	{fieldDone, ledger.Progress},
	{fieldRate, ledger.Progress},
	{fieldFinished, ledger.Finish},
	{fieldFinishRate, ledger.Finish},
}

// wholeOfColumn is what a rate without a verb in a column of figures is of; "" in
// any other column, or where the table's figures are not of single rows.
func (t *table) wholeOfColumn(col int) ledger.Aspect {
	if t.layout != LayoutProgress {
		return ""
	}
	for _, f := range figureColumns {
		if t.column(col).field == f.field {
			return f.aspect
		}
	}
	return ""
}

// offer puts a cell's figures before a person, or takes what the person said.
// It reports whether there are any, and whether they are taken.
func (t *table) offer(row int, c grid.Cell, whole ledger.Aspect) (made, taken bool) {
	if i, ok := t.offerAt[c.String()]; ok {
		return true, t.offers[i].Taken
	}
	figures := figuresIn(c.Text, whole)
	if len(figures) == 0 {
		return false, false
	}
	o := Offer{Cell: t.at(c.Row, c.Col), Text: strings.TrimSpace(c.Text), Figures: figures}
	for _, said := range t.confirmed {
		if said.Sheet == t.Name && said.Cell == o.Cell.Ref && len(said.Figures) > 0 {
			o.Figures, o.Taken = said.Figures, true
		}
	}
	t.offerAt[o.Cell.Ref] = len(t.offers)
	t.offers = append(t.offers, o)
	if o.Taken {
		var words []string
		for _, f := range o.Figures {
			words = append(words, f.String())
		}
		taken := strings.Join(words, "、")
		t.found.explained("“"+shorten(o.Text)+"”确认读作"+taken, CodeConfirmed, t.Name, o.Cell.Ref, "value", o.Text, "taken", taken, "offers", o.Cell.Ref)
	}
	return true, o.Taken
}

// readDoubts takes the figures that a person confirmed in a row's words, and
// offers those of a row that tells none otherwise.
func (t *table) readDoubts(row int, p *ProgressRow) {
	told := p.hasFigures()
	for _, f := range figureColumns {
		if col := t.col(f.field); col > 0 {
			t.takeOffer(p, t.at(row, col))
		}
	}
	if told {
		return
	}
	for _, col := range t.by[fieldStage] {
		if made, _ := t.offer(row, t.own(row, col), ""); made {
			p.offers = append(p.offers, t.at(row, col).Ref)
			t.takeOffer(p, t.at(row, col))
		}
	}
}

// takeOffer puts the figures that were confirmed in a cell into its row, beside
// those that stand in columns of their own.
func (t *table) takeOffer(p *ProgressRow, at ledger.Cell) {
	i, ok := t.offerAt[at.Ref]
	if !ok || !t.offers[i].Taken {
		return
	}
	for _, f := range t.offers[i].Figures {
		p.take(f)
	}
	if p.FigureCell.Ref == "" {
		p.FigureCell = at
	}
}

func (r *ProgressRow) take(f OfferedFigure) {
	into := map[ledger.Aspect][2]**decimal.Decimal{
		ledger.Start:    {&r.Started, &r.StartedPercent},
		ledger.Progress: {&r.Cumulative, &r.CumulativePercent},
		ledger.Finish:   {&r.Finished, &r.FinishedPercent},
	}[f.Aspect]
	at := into[0]
	if f.Percent && r.Measure != "%" {
		at = into[1]
	}
	if at == nil || *at != nil {
		return
	}
	*at = &f.Value
	if r.Measure == "" {
		r.Measure = f.Measure
	}
}
