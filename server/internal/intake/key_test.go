package intake

import (
	"reflect"
	"testing"
)

const formHead = `2020年一季度进展情况填报表|<|<|<|<|<|<|<|<
填报单位：|市住建局|填报人：|||审核人：|||填报日期：
序号|项目名称|指标|计量单位|年度目标|开工数|累计完成|是否达序时|台账编号
`

// A row of the product's own form is what its hidden key says.
func TestRowsAreFoundByTheirKey(t *testing.T) {
	tests := []struct {
		name    string
		row     string
		project string
		want    []string
	}{
		{"as it was", "1①|居民设施|老旧小区|个|70|14|0|是|x-2020/main/1/①/t1/", "1①", []string{}},
		{"renamed", "1①|小区设施更新|老旧小区|个|70|14|0|是|x-2020/main/1/①/t1/", "1①", []string{"renamed-project@A4"}},
		{"renumbered and renamed", "9|小区设施更新|小区|个|70|14|0|是|x-2020/main/1/①/t1/", "1①", []string{"renamed-project@A4"}},
		{"another indicator", "1①|居民设施|绿化|个|70|14|0|是|x-2020/main/1/①/t1/", "1①", []string{}},
		{"key of another programme", "1①|居民设施|老旧小区|个|70|14|0|是|y-2020/main/2//t1/", "1①", []string{}},
		{"number and name agree against the key", "1①|居民设施|老旧小区|个|70|14|0|是|x-2020/main/2//t1/", "1①", []string{}},
		{"no key at all", "1①|居民设施|老旧小区|个|70|14|0|是|", "1①", []string{}},
	}
	p := planned(t)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			d := Read(book(sheet("一季度", formHead+tt.row)))
			reports, found := Bind(d, p, nil, BindOptions{})
			if got := codes(append(d.Findings, found...)); !reflect.DeepEqual(got, tt.want) {
				t.Errorf("findings %v, want %v", got, tt.want)
			}
			if len(reports) != 1 || reports[0].Project.String() != tt.project || len(reports[0].Figures) != 1 ||
				reports[0].Figures[0].Started.String() != "14" {
				t.Fatalf("reports %+v", reports)
			}
		})
	}
}
