package intake

import (
	"fmt"
	"reflect"
	"testing"

	"tongbao/server/ledger"
)

// shared are a project's allocations as "cell target part unit quantity".
func sharedOf(p *ledger.Project) []string {
	out := []string{}
	for _, a := range p.Allocations {
		out = append(out, fmt.Sprintf("%s %s%s %s %s", a.Cell.Ref, a.Target, a.Part, a.Unit, a.Quantity))
	}
	return out
}

// Shares told in the content become allocations with its cell, and are compared
// with what they share out.
func TestSharesInWords(t *testing.T) {
	for content, want := range map[string]struct{ shares, found []string }{
		"改造小区70个，其中清江浦区25个、涟水县45个":  {[]string{"C3 t1 清江浦区 25", "C3 t1 涟水县 45"}, []string{}},
		"改造小区70个，其中清江浦区25个":         {[]string{"C3 t1 清江浦区 25"}, []string{}},
		"改造小区约70个，甲县35个、乙县36个":      {[]string{"C3 t1 甲县 35", "C3 t1 乙县 36"}, []string{}},
		"改造小区70个（甲县25个、乙县44个）":      {[]string{"C3 t1 甲县 25", "C3 t1 乙县 44"}, []string{"sum-mismatch@C3"}},
		"改造小区70个，其中甲县25个、乙县46个":     {[]string{"C3 t1 甲县 25", "C3 t1 乙县 46"}, []string{"sum-mismatch@C3"}},
		"改造小区70个，其中甲县5个、乙县5个、丙县5个":  {[]string{"C3 t1 甲县 5", "C3 t1 乙县 5", "C3 t1 丙县 5"}, []string{"sum-mismatch@C3"}},
		"改造小区70个，其中甲县5个、乙县5个、丙县5个等": {[]string{"C3 t1 甲县 5", "C3 t1 乙县 5", "C3 t1 丙县 5"}, []string{}},
		"改造小区70个，其中新建3个":            {[]string{}, []string{}},
	} {
		d := Read(book(sheet("表", "2020年项目表\n序号|项目名称|目标任务|责任单位\n1|小区|"+content+"|市住建局")))
		if got := sharedOf(&d.Projects[0]); !reflect.DeepEqual(got, want.shares) {
			t.Errorf("%s: %v", content, got)
		}
		if got := codes(d.Findings); !reflect.DeepEqual(got, want.found) {
			t.Errorf("%s: findings %v, want %v", content, got, want.found)
		}
	}
}

// Areas with a share are units of the programme, by one name however spelled.
func TestSharesIntroduceAreas(t *testing.T) {
	d := Read(book(sheet("表", `
2020年项目表
序号|项目名称|目标任务|责任单位
1|小区|改造小区70个，其中清江浦区25个、涟水县政府45个|市住建局、涟水县政府
`)))
	p, found := Plan(d, &ledger.Programme{Key: "x"})
	if len(found) > 0 || len(p.Units) != 3 || p.Units[2].Name != "清江浦区" || p.Projects[0].Allocations[1].Unit != "涟水县" {
		t.Errorf("findings %v, units %+v, shares %+v", found, p.Units, p.Projects[0].Allocations)
	}
}

// Columns for areas are compared with the project's only quantity.
func TestShareColumnsAddUp(t *testing.T) {
	const text = `
2020年项目表
序号|项目名称|目标任务|清江浦区|涟水县|责任单位
1|小区|改造小区70个|25|%s|市住建局
2|公厕|改造公厕7座，新建公厕8座|2|/|市城管局
`
	for share, want := range map[string][]string{"45": {}, "46": {"sum-mismatch@D3:E3"}} {
		d := Read(book(sheet("表", allocate(text, share))))
		if got := codes(d.Findings); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: findings %v, want %v", share, got, want)
		}
	}
}
