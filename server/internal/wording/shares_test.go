package wording

import (
	"fmt"
	"strings"
	"testing"
)

// told is what a content shares out, in one line: target/part: areas = sum, with
// 其中 where that stands before and 等 where more are meant.
func told(content string) string {
	var all []string
	_, shared := Promises(content)
	for _, s := range shared {
		line := s.Target + "/" + s.Part + ":"
		for _, a := range s.Areas {
			line += fmt.Sprintf(" %s%s", a.Unit, a.Quantity)
		}
		line += "=" + s.Sum.String()
		if s.Marked {
			line += " 其中"
		}
		if s.Open {
			line += " 等"
		}
		all = append(all, line)
	}
	return strings.Join(all, "; ")
}

func TestShares(t *testing.T) {
	for content, want := range map[string]string{
		"全市改造小区70个，其中清江浦区25个、淮安区45个。":                       "t1/: 清江浦区25 淮安区45=70 其中",
		"改造70个小区，其中清江浦区25个，其余由各县区负责":                        "t1/: 清江浦区25=25 其中 等",
		"新增線路12條（清江浦區5條、漣水縣政府7條）":                           "t1/: 清江浦區5 漣水縣7=12",
		"公路200公里，淮安区50公里、淮阴区50公里、涟水县90公里。":                  "t1/: 淮安区50 淮阴区50 涟水县90=190",
		"改造泵站100座，其中甲县30座和乙县40座，丙区及和平区各15座":                 "t1/: 甲县30 乙县40 丙区15 和平区15=100 其中",
		"帮扶1.2万户，其中：甲县0.5万户、乙县0.4万户、市本级0.3万户":               "t1/: 甲县5000 乙县4000=12000 其中",
		"安装路灯500盏（其中甲县新装200盏、乙县300盏路灯）":                     "t1/: 甲县200 乙县300=500 其中",
		"改造桥梁26座，新建15座（甲县5座、乙县10座）、改造11座（甲县6座、乙县5座）":        "t1/新建: 甲县5 乙县10=15; t1/改造: 甲县6 乙县5=11",
		"新建学校10所、改扩建5所，其中淮安区新建3所":                           "t1/: 淮安区3=3 其中",
		"新建学校10所、改扩建5所，其中淮安区新建3所、改扩建2所":                     "t1/: 淮安区3=3 其中; t2/: 淮安区2=2 其中",
		"新建学校10所、改扩建5所，其中甲县新建3所和改扩建2所，乙县新建4所、改扩建1所":         "t1/: 甲县3 乙县4=7 其中; t2/: 甲县2 乙县1=3 其中",
		"新建学校10所、改扩建5所，其中甲县、乙县各新建3所、改扩建2所":                  "t1/: 甲县3 乙县3=6 其中; t2/: 甲县2 乙县2=4 其中",
		"新建学校4所，在甲区、乙区各新建2所":                                "t1/: 甲区2 乙区2=4",
		"新建学校6所，其中在甲区和乙区各新建2所":                              "t1/: 甲区2 乙区2=4 其中",
		"改造公厕20座、新建公厕10座（甲县3座、乙县7座）、改造5座为旅游公厕":              "t2/: 甲县3 乙县7=10",
		"提升47个市场。对8家市场修补，对20家市场改造，对19家市场重建。其中，甲区20个，乙区27个。": "t1/: 甲区20 乙区27=47 其中",
		"改造41个小区。其中，甲区25个（含省考核16个），乙县、丙县各8个（分别含省考核6个、3个）。":  "t1/: 甲区25 乙县8 丙县8=41 其中",
		"新建公厕30座，其中新建3座为旅游公厕":                               "",
		"淮安区新建阵地3个、涟水县新建阵地2个":                               "",
		"改造70个老旧小区，惠及小区居民3000人":                             "",
		"建设10个项目，每个县区2个、全市8个":                               "",
		"发放补贴300人，其中甲县100万元、乙县200万元":                        "",
	} {
		if got := told(content); got != want {
			t.Errorf("%s\n got %s\nwant %s", content, got, want)
		}
	}
}

// What only tells an area's share is no target of its own, whether or not the
// shares add up.
func TestSharesAreNoTargets(t *testing.T) {
	targets, _ := Promises("公路200公里，淮安区50公里、淮阴区50公里、涟水县90公里，新建桥梁5座")
	if len(targets) != 2 || targets[0].Measure != "公里" || targets[1].Measure != "座" || len(targets[0].Parts) > 0 {
		t.Errorf("%+v", targets)
	}
}
