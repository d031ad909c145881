package ledger_test

import (
	"strings"
	"testing"

	"tongbao/server/ledger"
)

func TestFaultsOfAFormAreToldByField(t *testing.T) {
	for name, c := range map[string]struct {
		form  ledger.Form
		field string // "" for none
	}{
		"nothing set": {ledger.Form{}, ""},
		"everything set": {ledger.Form{
			Head: ledger.LetterHead, Name: "某市人民政府", Issue: "〔{年}〕第{期}期", Number: "某政办函〔{年}〕{号}号", Secrecy: "秘密★1年", Urgency: "特急",
			Hide: []ledger.ColumnKey{ledger.ColumnGap},
		}, ""},
		"a head of no kind":     {ledger.Form{Head: "poster"}, "Head"},
		"an issue unnumbered":   {ledger.Form{Issue: "第期"}, "Issue"},
		"an issue told twice":   {ledger.Form{Issue: "{期}{期}"}, "Issue"},
		"a strange placeholder": {ledger.Form{Issue: "第{期}期{月}"}, "Issue"},
		"a brace left open":     {ledger.Form{Issue: "第{期}期{"}, "Issue"},
		"square brackets":       {ledger.Form{Number: "某政办发[{年}]{号}号"}, "Number"},
		"第 before the number":   {ledger.Form{Number: "某政办发〔{年}〕第{号}号"}, "Number"},
		"a name of two lines":   {ledger.Form{Name: "督查\n通报"}, "Name"},
		"a name without end":    {ledger.Form{Head: ledger.FileHead, Name: strings.Repeat("某", 31)}, "Name"},
		"no such column":        {ledger.Form{Hide: []ledger.ColumnKey{"verdict"}}, "Hide"},
	} {
		faults := c.form.Faults()
		if c.field == "" && len(faults) > 0 || c.field != "" && (len(faults) != 1 || faults[0].Field != c.field) {
			t.Errorf("%s: %+v", name, faults)
		}
	}
}

func TestADocumentNumberIsFormedAsTheStandardHasIt(t *testing.T) {
	for number, ok := range map[string]bool{
		"": true, "×政办发〔2020〕1号": true, "淮政办函〔2024〕120号": true,
		"×政办发〔2020〕01号": false, "×政办发〔20〕1号": false, "×政办发[2020]1号": false, "×政办发〔2020〕第1号": false, "×政办发〔2020〕1": false,
	} {
		if got := ledger.NumberFault(number); (got == "") != ok {
			t.Errorf("%q: %q", number, got)
		}
	}
}
