package intake

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"tongbao/server/internal/grid"
	"tongbao/server/internal/wording"
	"tongbao/server/ledger"
)

// progressFields tell a progress table: somebody reports what was done.
var progressFields = []field{
	fieldDone, fieldIncrement, fieldRate, fieldStarted, fieldStartRate, fieldFinished, fieldFinishRate,
	fieldDeclared, fieldStage, fieldInvested, fieldInPlace, fieldInPlaceRate, fieldInvestRate,
	fieldProblems, fieldRequest, fieldNext, fieldStartedOn,
}

var (
	progressTitle = regexp.MustCompile(`进展|进度(?:情况|表|统计)|完成情况|推进情况|月报|季报|上报表`)
	fundingTitle  = regexp.MustCompile(`资金|投资|筹集|经费`)
)

// decide settles the table's layout and what each column holds.
func (t *table) decide() {
	t.findShares()
	n := make(map[field]int) // sure columns that may hold the field
	areas, sources, actuals, steps, prose, leaves := 0, 0, 0, 0, false, make(map[field]int)
	for _, c := range t.columns {
		if c.sure || len(c.fields) > 0 && !slices.Contains(progressFields, c.fields[0]) {
			for _, f := range c.fields {
				n[f]++
			}
		}
		switch {
		case c.area:
			areas++
		case c.share != "" && c.fields == nil:
			sources++
		}
		if c.actual {
			actuals++
		}
		if c.step > 0 {
			steps++
		}
		if len(c.words) > 1 {
			leaves[crossLeaf(c.leaf())]++
		}
		prose = prose || slices.Contains(c.fields, fieldContent) && t.wordy(c.col)
	}
	progress := actuals
	for _, f := range progressFields {
		progress += n[f]
	}
	if steps >= 3 {
		progress++
	}
	repeated := 0
	for f, k := range leaves {
		if f != "" {
			repeated = max(repeated, k)
		}
	}
	identity := n[fieldNo] > 0 || n[fieldName] > 0
	plan := n[fieldContent] > 0 || n[fieldSchedule] > 0 || n[fieldLead]+n[fieldResponsible] > 0 || n[fieldDeadline] > 0
	title := wording.Simplify(t.lead.title + t.Name)
	switch {
	case n[fieldAppeal] > 0 || n[fieldReceived] > 0 && n[fieldState]+n[fieldClosed]+n[fieldSatisfaction] > 0:
		t.layout = LayoutMatters
	case n[fieldName] == 0 && t.areasDown() && (repeated >= 2 || !prose && (progress > 0 || !plan && n[fieldTarget] == 0)):
		t.layout = LayoutCrosstab
	case areas >= 2 && progress > 0:
		t.layout = LayoutCrosstab
	case areas >= 2 && identity && fundingTitle.MatchString(title) && n[fieldLead]+n[fieldResponsible] == 0,
		sources >= 2 && identity && n[fieldLead]+n[fieldResponsible] == 0 && progress == 0,
		identity && n[fieldSource] > 0 && n[fieldAmount] > 0 && n[fieldLead]+n[fieldResponsible] == 0:
		t.layout = LayoutFunding
	case areas >= 2 && identity && n[fieldLead]+n[fieldResponsible]+n[fieldSchedule] == 0,
		identity && n[fieldArea] > 0 && n[fieldTarget] > 0 && progress == 0 && n[fieldLead]+n[fieldResponsible] == 0:
		t.layout = LayoutAllocation
	case progress >= 2 && (identity || plan), progress >= 1 && identity && (n[fieldUnit]+n[fieldIndicator]+n[fieldMeasure] > 0 || progressTitle.MatchString(title)):
		t.layout = LayoutProgress
	case identity && progressTitle.MatchString(title) && n[fieldSchedule] == 0 && t.ambiguous():
		t.layout = LayoutProgress
	case plan && (identity || n[fieldContent] > 0):
		t.layout = LayoutProject
	case n[fieldName] > 0:
		t.layout = LayoutProject
	default:
		t.layout = LayoutUnknown
	}
	t.assign()
	t.index()
}

// ambiguous reports whether a column's head leaves open what it holds.
func (t *table) ambiguous() bool {
	return slices.ContainsFunc(t.columns, func(c column) bool { return slices.Contains(c.fields, fieldAmbiguous) })
}

// areasDown reports whether one of the first two columns names areas.
func (t *table) areasDown() bool {
	for _, c := range t.columns[:min(2, len(t.columns))] {
		if t.areasIn(c.col) {
			return true
		}
	}
	return false
}

// areasIn reports whether most cells of a column name areas.
func (t *table) areasIn(col int) bool {
	areas, all := 0, 0
	for _, s := range t.samples(col, 8) {
		if totalWord.MatchString(wording.Squeeze(s.Text)) {
			continue
		}
		all++
		if wording.IsArea(s.Text) {
			areas++
		}
	}
	return areas*2 > all
}

// samples are the first n filled cells of a column beneath the head: none of a
// head that stands again, of a title or a line of labels.
func (t *table) samples(col, n int) []grid.Cell {
	heads := make(map[int]bool, len(t.lines))
	for _, l := range t.lines {
		heads[l.row] = l.kind == lineHead
	}
	var cells []grid.Cell
	for i := range t.Rows {
		r := &t.Rows[i]
		if r.Number < t.from || r.Number > t.to || heads[r.Number] {
			continue
		}
		if c := t.own(r.Number, col); strings.TrimSpace(c.Text) != "" && !t.lineOfItsOwn(c) {
			if cells = append(cells, c); len(cells) == n {
				break
			}
		}
	}
	return cells
}

// lineOfItsOwn reports whether a cell is no value of its column: it lies over
// several columns, or begins with a label.
func (t *table) lineOfItsOwn(c grid.Cell) bool {
	if m, ok := t.Merge(c.Address); ok && m.To.Col > m.From.Col {
		return true
	}
	if !labelled(c.Text) {
		return false
	}
	at := label.FindStringIndex(wording.Plain(c.Text))
	return at != nil && at[0] == 0
}

// allowed says which fields a layout uses, those that win a head with several
// meanings first.
var allowed = map[Layout][]field{
	LayoutProject: {
		fieldNo, fieldSub, fieldSeries, fieldName, fieldCategory, fieldContent, fieldNature, fieldSchedule,
		fieldDeadline, fieldPlanStart, fieldLead, fieldResponsible, fieldLocal, fieldPartner, fieldLeader,
		fieldTotal, fieldPlanned, fieldSource, fieldSum, fieldContent2,
	},
	LayoutProgress: {
		fieldNo, fieldSub, fieldSeries, fieldCategory, fieldName, fieldUnit, fieldArea, fieldIndicator, fieldMeasure,
		fieldTarget, fieldDone, fieldIncrement, fieldRate, fieldStarted, fieldStartRate, fieldFinished,
		fieldFinishRate, fieldDeclared, fieldStage, fieldStartedOn, fieldTotal, fieldPlanned, fieldInvested,
		fieldInvestRate, fieldInPlace, fieldInPlaceRate, fieldProblems, fieldRequest, fieldNext, fieldPeriod,
		fieldAsOf, fieldFiled, fieldContent, fieldLead, fieldResponsible, fieldLocal, fieldPartner, fieldDeadline,
		fieldKey,
	},
	LayoutAllocation: {
		fieldNo, fieldSub, fieldSeries, fieldCategory, fieldName, fieldIndicator, fieldMeasure, fieldSum,
		fieldArea, fieldTarget, fieldContent,
	},
	LayoutCrosstab: {fieldNo, fieldArea, fieldTarget, fieldDone, fieldRate, fieldStarted, fieldFinished},
	LayoutMatters: {
		fieldNo, fieldAppeal, fieldContent, fieldSource, fieldReceived, fieldLead, fieldResponsible, fieldUnit, fieldState,
		fieldClosed, fieldDeadline, fieldSatisfaction, fieldSupervised,
	},
	LayoutFunding: {
		fieldNo, fieldSub, fieldSeries, fieldCategory, fieldName, fieldTotal, fieldPlanned, fieldSum, fieldSource,
		fieldAmount, fieldMeasure, fieldArea, fieldContent,
	},
}

// assign gives every column its field.
func (t *table) assign() {
	taken := make(map[field]bool)
	for _, answered := range []bool{true, false} { // what a person said goes first
		for i := range t.columns {
			c := &t.columns[i]
			if c.answered != answered {
				continue
			}
			if answered {
				c.field = c.asAnswered()
			} else {
				c.field = t.choose(c, taken)
			}
			if !shared(c.field) {
				taken[c.field] = true
			}
		}
	}
	t.settleNames()
	t.settleSingles()
	t.weigh()
}

// shared reports whether several columns of a table may hold the field.
func shared(f field) bool {
	switch f {
	case fieldContent, fieldLead, fieldResponsible, fieldLocal, fieldPartner, fieldLeader, fieldDue, fieldShare, fieldStep, "":
		return true
	default:
		return false
	}
}

func (t *table) choose(c *column, taken map[field]bool) field {
	switch t.layout {
	case LayoutProject:
		if c.goal && !slices.Contains(c.fields, fieldDeadline) {
			return fieldDue
		}
		if c.area {
			return fieldShare
		}
	case LayoutProgress:
		switch {
		case c.actual && !taken[fieldDone]:
			return fieldDone
		case c.goal && !(c.sure && c.period.Kind == ledger.Year): // 全年目标 is the year's figure
			return ""
		case c.step > 0 && !c.sure || c.step > 0 && t.ticked(c.col):
			return fieldStep
		}
	case LayoutCrosstab:
		return t.crossField(c)
	case LayoutAllocation, LayoutFunding:
		if c.share != "" {
			return fieldShare
		}
	default:
	}
	if slices.Contains(c.fields, fieldAmbiguous) {
		return t.byContent(c, taken)
	}
	for _, f := range allowed[t.layout] {
		if slices.Contains(c.fields, f) && !taken[f] {
			if f == fieldTarget && t.layout == LayoutProgress && t.wordy(c.col) {
				return fieldContent
			}
			return f
		}
	}
	return ""
}

// ticked reports whether a column is filled with marks rather than figures.
func (t *table) ticked(col int) bool {
	for _, s := range t.samples(col, 8) {
		if strings.ContainsAny(s.Text, "√✓✔☑●") {
			return true
		}
	}
	return false
}

// dated reports whether a column's cells are dates and no more: 年底前完成.
func (t *table) dated(col int) bool {
	cells := t.samples(col, 8)
	for _, s := range cells {
		if _, _, ok := wording.Deadline(s.Text, t.year); !ok || utf8.RuneCountInString(s.Text) > 14 {
			return false
		}
	}
	return len(cells) > 0
}

// wordy reports whether a column's cells are prose rather than figures.
func (t *table) wordy(col int) bool {
	long, all := 0, 0
	for _, s := range t.samples(col, 8) {
		all++
		if s.Kind != grid.Number && utf8.RuneCountInString(s.Text) > 3 && !figured(s.Text) {
			long++
		}
	}
	return all > 0 && long*2 > all
}

// figured reports whether a text is a figure: 1.8万, 60%, 1200/2000, 36公里.
func figured(text string) bool {
	_, rate := percent(text)
	_, _, share := doneOf(text)
	_, _, plain := figure(text)
	return rate || share || plain
}

// byContent settles a head that leaves open what its column holds.
func (t *table) byContent(c *column, taken map[field]bool) field {
	switch c.leaf() {
	case "单位":
		units := 0
		cells := t.samples(c.col, 8)
		for _, s := range cells {
			if n := utf8.RuneCountInString(strings.TrimSpace(s.Text)); n > 3 || wording.IsArea(s.Text) {
				units++
			}
		}
		switch {
		case units*2 <= len(cells):
			return fieldMeasure
		case t.layout == LayoutProgress:
			return fieldUnit
		}
		return fieldResponsible
	case "本季度目标", "本季目标", "本期目标":
		return ""
	}
	if t.layout == LayoutProject {
		switch {
		case !t.dated(c.col):
			return fieldSchedule
		case taken[fieldDeadline]:
			return ""
		}
		return fieldDeadline
	}
	if t.layout != LayoutProgress {
		return ""
	}
	if t.wordy(c.col) {
		if taken[fieldStage] {
			return ""
		}
		return fieldStage
	}
	for _, s := range t.samples(c.col, 8) {
		if (s.Percent || strings.ContainsAny(s.Text, "%％")) && !taken[fieldRate] {
			return fieldRate
		}
	}
	if strings.Contains(c.bracket, "%") && !taken[fieldRate] {
		return fieldRate
	}
	if !taken[fieldDone] {
		return fieldDone
	}
	return ""
}
