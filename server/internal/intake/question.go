package intake

import (
	"slices"
	"strings"

	"tongbao/server/ledger"
)

// Question asks what one column holds that is not sure (这一列是什么).
type Question struct {
	Layout  string   // the table's head, by which the answer is kept
	Head    string   // the column's head without time and marks, as the answer names it
	Sheet   string   // of the first table with this head
	Cell    string   // the head's cell, or the merged range
	Path    []string // the heads over the column as they are typed, from the top
	Samples []string // a few of its values
	// Guess is what the column was read as, Ignore where it was not read. A
	// column that was read by a guess must be answered for before it is stored.
	Guess   string
	Rival   string // the cell of the column that was read in its place; "" for none
	Choices []Choice
}

// Choice is one answer to a Question.
type Choice struct {
	Field string
	Label string // in Chinese
}

// Doubtful reports whether the column was read by a guess.
func (q *Question) Doubtful() bool { return q.Guess != Ignore }

// mostSamples is how many values a question shows.
const mostSamples = 4

// choicesOf are the answers that each kind of table has room for, in the order
// in which they are offered.
var choicesOf = map[Layout][]field{
	LayoutProject: {
		fieldName, fieldCategory, fieldContent, fieldSchedule, fieldDeadline, fieldPlanStart, fieldLead, fieldResponsible,
		fieldLocal, fieldPartner, fieldLeader, fieldNature, fieldTotal, fieldPlanned, fieldSource,
	},
	LayoutProgress: {
		fieldDone, fieldRate, fieldStarted, fieldStartRate, fieldFinished, fieldFinishRate, fieldTarget, fieldMeasure,
		fieldIndicator, fieldDeclared, fieldStage, fieldProblems, fieldRequest, fieldNext, fieldInvested, fieldPlanned,
		fieldInPlace, fieldStartedOn, fieldUnit, fieldArea, fieldName,
	},
	LayoutAllocation: {answerArea, fieldSum, fieldTarget, fieldMeasure, fieldIndicator, fieldName},
	LayoutCrosstab:   {fieldDone, fieldTarget, fieldRate, fieldStarted, fieldFinished},
	LayoutMatters: {
		fieldAppeal, fieldReceived, fieldResponsible, fieldState, fieldClosed, fieldDeadline, fieldSatisfaction, fieldSupervised,
	},
	LayoutFunding: {answerSource, fieldTotal, fieldPlanned, fieldSum, fieldSource, fieldAmount, fieldName},
}

// labels are the answers in Chinese.
var labels = map[field]string{
	Ignore:     "不读取（备注等）",
	answerArea: "该县区（园区）的任务数", answerSource: "来自该来源的资金",

	fieldName: "项目名称", fieldCategory: "类别", fieldContent: "主要内容（目标任务）", fieldSchedule: "进度要求",
	fieldDeadline: "完成时限", fieldPlanStart: "计划开工时间", fieldLead: "牵头单位", fieldResponsible: "责任单位",
	fieldLocal: "属地（实施主体）", fieldPartner: "协办单位", fieldLeader: "分管领导", fieldNature: "建设性质",
	fieldTotal: "总投资", fieldPlanned: "年度计划投资", fieldSource: "资金来源", fieldAmount: "金额", fieldSum: "合计",

	fieldDone: "累计完成（数量）", fieldRate: "完成率（%）", fieldStarted: "累计开工（数量）", fieldStartRate: "开工率（%）",
	fieldFinished: "累计完工（数量）", fieldFinishRate: "完工率（%）", fieldTarget: "年度目标（数量）", fieldMeasure: "计量单位",
	fieldIndicator: "指标名称", fieldDeclared: "自评（是否达序时）", fieldStage: "形象进度（进展情况）", fieldProblems: "存在问题",
	fieldRequest: "需协调事项", fieldNext: "下一步打算", fieldInvested: "累计完成投资", fieldInPlace: "到位资金",
	fieldAppeal: "诉求内容", fieldReceived: "受理时间", fieldState: "办理状态", fieldClosed: "办结时间",
	fieldSatisfaction: "满意度", fieldSupervised: "是否重点督办",
	fieldStartedOn: "开工时间", fieldUnit: "填报单位", fieldArea: "县区",
}

// AnswerLabel is an answer in Chinese; false for one that no question offers.
func AnswerLabel(name string) (string, bool) {
	label, ok := labels[field(name)]
	return label, ok
}

// ask puts the table's columns that are not sure into the draft, as questions
// and as warnings.
func (t *table) ask(d *Draft) {
	if !slices.Contains(d.Layouts, t.headHash) {
		d.Layouts = append(d.Layouts, t.headHash)
	}
	for i := range t.columns {
		c := &t.columns[i]
		if c.trust == settled {
			continue
		}
		q := t.question(c)
		t.warnOf(c, q)
		if !slices.ContainsFunc(d.Questions, func(o Question) bool { return o.Layout == q.Layout && o.Head == q.Head }) {
			d.Questions = append(d.Questions, q)
		}
	}
}

func (t *table) question(c *column) Question {
	q := Question{
		Layout: t.headHash, Head: c.key, Sheet: t.Name, Cell: t.ref(t.headTo, c.col), Path: t.heads(c.col),
		Samples: t.shownSamples(c), Guess: Ignore,
	}
	switch {
	case c.trust == guessed && c.field == fieldShare && c.area:
		q.Guess = answerArea
	case c.trust == guessed && c.field == fieldShare:
		q.Guess = answerSource
	case c.trust == guessed:
		q.Guess = string(c.field)
	default:
		if rival := t.rival(c); rival != nil {
			q.Rival = t.ref(t.headTo, rival.col)
		}
	}
	for _, f := range append(slices.Clone(choicesOf[t.layout]), Ignore) {
		q.Choices = append(q.Choices, Choice{string(f), labels[f]})
	}
	return q
}

// warnOf says of a column that is not sure whether it was read, and as what.
func (t *table) warnOf(c *column, q Question) {
	head := strings.Join(q.Path, "/")
	if q.Doubtful() {
		t.found.list = append(t.found.list, ledger.Finding{
			Severity: ledger.SeverityWarning, Code: CodeUnsureColumn, Sheet: t.Name, Cell: q.Cell,
			Args: pairs([]string{"value", head, "as", labels[field(q.Guess)]}),
		})
		return
	}
	t.warn(CodeUnreadColumn, q.Cell, "value", head, "other", q.Rival)
}

type checkQuestion struct {
	Layout  string        `json:"layout"`
	Head    string        `json:"head"`
	Sheet   string        `json:"sheet"`
	Cell    string        `json:"cell"`
	Path    []string      `json:"path"`
	Samples []string      `json:"samples"`
	Guess   string        `json:"guess"`
	Choices []checkChoice `json:"choices"`
}

type checkChoice struct {
	Field string `json:"field"`
	Label string `json:"label"`
}

func questionJSON(q *Question) checkQuestion {
	out := checkQuestion{
		Layout: q.Layout, Head: q.Head, Sheet: q.Sheet, Cell: q.Cell, Path: q.Path, Samples: q.Samples, Guess: q.Guess,
	}
	for _, c := range q.Choices {
		out.Choices = append(out.Choices, checkChoice(c))
	}
	return out
}
