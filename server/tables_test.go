package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// office is a ledger in a folder of its own with tables of one made-up city.
type office struct {
	t    *testing.T
	data string
}

const officePlan = `2023年甲市民生实事项目表,,,,
序号,项目名称,目标任务,责任单位,完成时限
1,城镇新增就业,城镇新增就业30000人,市人社局、东坡区、彭山区、仁寿县、洪雅县,2023年12月底
2,农村公路建设,新建农村公路150公里,市交通运输局、东坡区、彭山区、仁寿县、洪雅县,2023年12月底
3,改善空气质量,细颗粒物浓度下降3%以上,市生态环境局、各县区,2023年12月底
4,路灯亮化,新装路灯2000盏,市城市管理局,2023年12月底
`

// newOffice has taken the city's project table.
func newOffice(t *testing.T) *office {
	o := &office{t: t, data: t.TempDir()}
	o.take("2023年民生实事项目表.csv", []byte(officePlan))
	return o
}

// write puts a table into a file.
func (o *office) write(name string, data []byte) string {
	o.t.Helper()
	path := filepath.Join(o.t.TempDir(), name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		o.t.Fatal(err)
	}
	return path
}

// give imports a table and returns what was said and the exit code.
func (o *office) give(name string, data []byte) (said string, code int) {
	o.t.Helper()
	stdout, stderr, code := execute(o.t, "import", o.write(name, data), "--programme", "jia-2023", "--data", o.data)
	return stdout + stderr, code
}

// take imports a table that has to be accepted.
func (o *office) take(name string, data []byte) string {
	o.t.Helper()
	said, code := o.give(name, data)
	if code != 0 {
		o.t.Fatalf("%s: exit %d: %s", name, code, said)
	}
	return said
}

// refuse imports a table that has to be refused, and looks for what is said.
func (o *office) refuse(name string, data []byte, says ...string) {
	o.t.Helper()
	said, code := o.give(name, data)
	if code != 1 {
		o.t.Errorf("%s: exit %d: %s", name, code, said)
	}
	for _, want := range says {
		if !strings.Contains(said, want) {
			o.t.Errorf("%s does not say %q: %s", name, want, said)
		}
	}
}

func TestMatterListsAreKept(t *testing.T) {
	o := newOffice(t)
	const head = "2023年微幸福民生事项清单,,,,,,,,\n编号,诉求内容,来源,受理时间,承办单位,办理状态,办结时间,满意度,重点督办\n"
	const first = head + "WX-001,路灯不亮,市长在线,2023-03-05,市城市管理局,已办结,2023-03-12,满意,是\nWX-002,站台积水,12345热线,2023.3.8,市交通运输局,办理中,/,,\n"
	if said := o.take("三月.csv", []byte(first)); !strings.Contains(said, "2 行，2 处变化") {
		t.Error(said)
	}
	if said := o.take("三月.csv", []byte(first)); !strings.Contains(said, "完全相同") {
		t.Errorf("the same list again: %s", said)
	}
	const second = head + "WX-003,缺少座椅,来信,2023-04-09,市城市管理局,已答复,,,\nWX-001,路灯不亮,市长在线,2023-03-05,市城市管理局,已回访,2023-03-12,满意,是\n"
	if said := o.take("四月.csv", []byte(second)); !strings.Contains(said, "WX-002") || !strings.Contains(said, "2 行，2 处变化") {
		t.Errorf("a list without an open matter: %s", said)
	}
	o.refuse("坏.csv", []byte(head+"1,路灯,来信,2023-03-05,城管局,已办结,2023-03-01,,\n1,路灯,来信,昨天,市城市管理局,办理中,,,\n"),
		"城管局", "办结时间2023-03-01早于受理时间2023-03-05", "序号1与A3", "昨天")

	address := start(t, nil, "serve", "--addr", "127.0.0.1:0", "--data", o.data)
	c := &client{t: t, base: address + "/api/v1"}
	var list struct {
		Total       int            `json:"total"`
		Counts      map[string]int `json:"counts"`
		SettledRate string         `json:"settledRate"`
	}
	c.get("/programmes/jia-2023/matters", &list)
	if list.Total != 3 || list.Counts["checked"] != 1 || list.Counts["handling"] != 1 || list.SettledRate != "33.333333" {
		t.Errorf("%+v", list)
	}
	var versions []struct{ State, From string }
	c.get("/programmes/jia-2023/matters/WX-001", &versions)
	if len(versions) != 2 || versions[0].State != "checked" || !strings.HasSuffix(versions[1].From, "三月.csv!三月!A3") {
		t.Errorf("%+v", versions)
	}
	if stdout, stderr, code := execute(t, "verify", "--data", o.data); code != 0 {
		t.Errorf("verify: %s%s", stdout, stderr)
	}
}
