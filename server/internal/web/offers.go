package web

import (
	"encoding/json"
	"fmt"
	"net/url"
	"strings"

	"github.com/shopspring/decimal"

	"tongbao/server/internal/intake"
	"tongbao/server/ledger"
)

// offerForm is a doubtful reading with the fields by which a person confirms it.
type offerForm struct {
	Number int // among the file's, for the fields' names
	Place  string
	Text   string
	Taken  bool
	Fields []offerField
	// Problem is why what was typed cannot be taken, in words.
	Problem string
}

// offerField is one figure of an offer.
type offerField struct {
	Name    string // 开工数
	Value   string // as offered, or as typed
	Sign    string // its measure, or %
	Aspect  ledger.Aspect
	Percent bool
	Measure string
}

// placeOf names an offer's cell in a form.
func placeOf(sheet, cell string) string { return sheet + "!" + cell }

// offer puts the draft's doubtful readings to the findings that speak of them,
// each once.
func (o *checked) offer() {
	byPlace := map[string]int{}
	for i, of := range o.Preview.Draft.Offers {
		byPlace[placeOf(of.Cell.Sheet, of.Cell.Ref)] = i
	}
	for g := range o.Groups {
		for i := range o.Groups[g].Findings {
			f := &o.Groups[g].Findings[i]
			for _, cell := range strings.Split(f.Args["offers"], "、") {
				place := placeOf(f.Sheet, cell)
				if n, ok := byPlace[place]; ok {
					delete(byPlace, place)
					f.Offers = append(f.Offers, formOf(n, o.Preview.Draft.Offers[n]))
					o.Offers++
				}
			}
		}
	}
}

func formOf(n int, o intake.Offer) offerForm {
	form := offerForm{Number: n, Place: placeOf(o.Cell.Sheet, o.Cell.Ref), Text: o.Text, Taken: o.Taken}
	for _, f := range o.Figures {
		field := offerField{Name: f.Name(), Value: f.Value.String(), Sign: f.Measure, Aspect: f.Aspect, Percent: f.Percent, Measure: f.Measure}
		if f.Percent {
			field.Sign = "%"
		}
		form.Fields = append(form.Fields, field)
	}
	return form
}

// mostOffers is how many doubtful readings one form may answer.
const mostOffers = 5000

// readOffers reads what a form says of doubtful readings: those that are to be
// taken, and all as they were typed where one of them cannot be.
func readOffers(form url.Values) (taken []intake.Confirmation, typed map[string]offerForm) {
	typed, wrong := map[string]offerForm{}, false
	for n := range mostOffers {
		key := func(name string) string { return fmt.Sprintf("%s.%d", name, n) }
		place := form.Get(key("cell"))
		cut := strings.LastIndex(place, "!")
		if cut < 0 {
			continue
		}
		o := offerForm{Place: place, Taken: form.Get(key("take")) == "yes"}
		said := intake.Confirmation{Sheet: place[:cut], Cell: place[cut+1:]}
		what, measures := form[key("what")], form[key("measure")]
		for i, text := range form[key("value")] {
			if i >= len(what) || i >= len(measures) {
				break
			}
			aspect, percent := strings.CutSuffix(what[i], "%")
			field := offerField{Value: strings.TrimSpace(text), Aspect: ledger.Aspect(aspect), Percent: percent, Measure: measures[i]}
			o.Fields = append(o.Fields, field)
			if field.Value == "" {
				continue // this figure is not to be taken
			}
			value, err := decimal.NewFromString(strings.TrimSuffix(strings.ReplaceAll(field.Value, ",", ""), "%"))
			f := intake.OfferedFigure{Aspect: field.Aspect, Percent: percent, Value: value, Measure: plain(field.Measure)}
			if err != nil {
				o.Problem = fmt.Sprintf("“%s”不是数字，请只填数字，如 12 或 60.5。", plain(field.Value))
			} else if err := (intake.Confirmation{Figures: []intake.OfferedFigure{f}}).Check(); err != nil {
				o.Problem = fmt.Sprintf("“%s”不能采用，请填写不小于0的数字。", plain(field.Value))
			}
			said.Figures = append(said.Figures, f)
		}
		if o.Taken && o.Problem == "" && len(said.Figures) == 0 {
			o.Problem = "选了“采用”，但没有填数值。"
		}
		if o.Taken {
			wrong = wrong || o.Problem != ""
			taken = append(taken, said)
		}
		typed[place] = o
	}
	if wrong {
		return nil, typed
	}
	return taken, nil
}

// retype gives the offers back as they were typed, with what is wrong in words.
func (o *checked) retype(typed map[string]offerForm) {
	for g := range o.Groups {
		for i := range o.Groups[g].Findings {
			offers := o.Groups[g].Findings[i].Offers
			for k := range offers {
				was, ok := typed[offers[k].Place]
				if !ok || len(was.Fields) != len(offers[k].Fields) {
					continue
				}
				offers[k].Taken = was.Taken
				if was.Taken {
					offers[k].Problem = was.Problem
				}
				for f := range was.Fields {
					offers[k].Fields[f].Value = was.Fields[f].Value
				}
			}
		}
	}
}

// Confirmed are the confirmed readings as the form carries them.
func (o checked) Confirmed() (string, error) { return confirmedText(o.Preview.Binding.Confirmed) }

func confirmedText(list []intake.Confirmation) (string, error) {
	if len(list) == 0 {
		return "", nil
	}
	b, err := json.Marshal(list)
	return string(b), err
}

// parseConfirmed reads what confirmedText wrote.
func parseConfirmed(text string) ([]intake.Confirmation, error) {
	if text == "" {
		return nil, nil
	}
	var list []intake.Confirmation
	d := json.NewDecoder(strings.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(&list); err != nil {
		return nil, ledger.Errorf(ledger.CodeInvalid, "确认的数值没有完整收到，请重新核对文件。")
	}
	return list, nil
}
