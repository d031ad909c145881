package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"
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

const officeCross = `2023年上半年甲市民生实事完成情况统计表,,,,,,,,,
截至2023年6月30日,,,,,,,,,
区县,一、就业工程,,,二、交通工程,,,三、环境工程,,
,1.城镇新增就业（人）,,,2.新建农村公路（公里）,,,3.细颗粒物浓度下降（%）,,
,目标任务,进度,完成比例,目标任务,进度,完成比例,目标任务,进度,完成比例
东坡区,12000,6600,55%,50,20,40%,3,2.1,70%
彭山区,8000,4000,50%,,,,3,3.5,
仁寿县,6000,3300,55%,60,33,55%,3,3,100%
洪雅县,4000,1600,40%,40,8,20%,,,
合计,30000,15500,51.67%,150,61,40.67%,,,
`

const officeInvestment = `2023年上半年甲市农村公路建设投资情况表,,,
地区,年度计划投资（亿元）,累计投资（亿元）,百分比
东坡区,1.5,0.6,40%
仁寿县,0.8,0.4,50%
洪雅县,0.7,0.14,20%
合计,3.0,1.14,38%
`

// areas are an export's areas as "unit rate: project done/quantity …".
func (o *office) areas() []string {
	o.t.Helper()
	stdout, stderr, code := execute(o.t, "export", "--programme", "jia-2023", "--period", "2023H1", "--json", "--data", o.data)
	if code != 0 {
		o.t.Fatalf("export: exit %d: %s", code, stderr)
	}
	var export struct {
		Areas []struct {
			Unit, Rate string
			Shares     []struct{ Project, Quantity, Done string }
		}
	}
	if err := json.Unmarshal([]byte(stdout), &export); err != nil {
		o.t.Fatal(err)
	}
	var areas []string
	for _, a := range export.Areas {
		s := a.Unit + " " + a.Rate + ":"
		for _, share := range a.Shares {
			s += " " + share.Project + " " + share.Done + "/" + share.Quantity
		}
		areas = append(areas, s)
	}
	return areas
}

func TestCrossTablesAndMoneyByArea(t *testing.T) {
	o := newOffice(t)
	o.refuse("别的.csv", []byte(strings.Replace(officeCross, "3.细颗粒物浓度下降（%）", "3.新建公厕（座）", 1)), "【别的 H4】指标“新建公厕”在本年度计划中没有对应的项目")
	o.take("统计表.csv", []byte(officeCross))
	want := []string{
		"东坡区 55.000000: 1 6600/12000 2 20/50 3 2.1/3", "彭山区 75.000000: 1 4000/8000 3 3.5/3",
		"仁寿县 70.000000: 1 3300/6000 2 33/60 3 3/3", "洪雅县 30.000000: 1 1600/4000 2 8/40",
	}
	if got := o.areas(); !slices.Equal(got, want) {
		t.Errorf("areas %q", got)
	}
	if said := o.take("统计表.csv", []byte(officeCross)); !strings.Contains(said, "完全相同") {
		t.Error(said)
	}
	gb, err := simplifiedchinese.GB18030.NewEncoder().String(officeInvestment)
	if err != nil {
		t.Fatal(err)
	}
	o.take("投资.csv", []byte(gb))
	if got := o.areas(); !slices.Equal(got, want) {
		t.Errorf("areas after the money %q", got)
	}
	o.refuse("全市投资.csv", []byte(strings.Replace(officeInvestment, "农村公路建设", "民生实事", 1)), "请在表头或标题中写明项目名称")
	if said := o.take("分解.csv", []byte(`2023年甲市民生实事任务分解表,,,,,,,
序号,项目名称,计量单位,合计,东坡区,彭山区,仁寿县,洪雅县
1,城镇新增就业,人,30000,12000,8000,6000,4000
2,农村公路建设,公里,150,50,/,60,40
`)); !strings.Contains(said, "，0 处变化") {
		t.Errorf("an allocation table that says the same: %s", said)
	}
	o.refuse("错分解.csv", []byte(`2023年甲市民生实事任务分解表,,,,,,,
序号,项目名称,计量单位,合计,东坡区,彭山区,仁寿县,洪雅县
2,农村公路建设,公里,150,50,/,60,30
`), "140", "150")
}

func TestFundingComesAfterThePlan(t *testing.T) {
	o := newOffice(t)
	const funding = `2023年甲市民生实事资金安排表,,,,,
序号,项目名称,总投资（万元）,资金来源,金额（万元）,年度计划投资（万元）
1,城镇新增就业,1200,中央财政,800,1200
,,,市财政,400,
2,农村公路建设,9000,省财政,5000,6000
,,,其余由县区自筹,,
`
	o.take("资金.csv", []byte(funding))
	if said := o.take("资金.csv", []byte(funding)); !strings.Contains(said, "完全相同") {
		t.Error(said)
	}
	stdout, _, _ := execute(t, "export", "--programme", "jia-2023", "--period", "2023H1", "--json", "--data", o.data)
	if !strings.Contains(stdout, `"planned":"7200"`) {
		t.Errorf("%.300s", stdout)
	}
	o.refuse("错资金.csv", []byte(strings.Replace(funding, "市财政,400", "市财政,500", 1)), "1300", "1200")
	o.refuse("别的资金.csv", []byte(strings.Replace(funding, "2,农村公路建设", "8,新建公厕", 1)), "新建公厕", "不在本年度计划中")
}
