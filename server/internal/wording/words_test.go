package wording

import (
	"strings"
	"testing"

	"tongbao/server/ledger"
)

func TestFoldSimplifyKey(t *testing.T) {
	for _, c := range []struct{ name, got, want string }{
		{"full width", Fold("６０％（约），Ａ；：．"), "60%(约),A;:."},
		{"square brackets", Fold("〔2020〕"), "[2020]"},
		{"spaces", Fold("一\u00a0二\u3000三\u200b四"), "一 二 三四"},
		{"traditional", Simplify("責任單位：衛生健康委、住房城鄉建設局"), "责任单位：卫生健康委、住房城乡建设局"},
		{"simplified stays", Simplify("责任单位于连云港"), "责任单位于连云港"},
		{"key", Key("責 任\n單位（盖章）：Ａ"), "责任单位盖章a"},
		{"key keeps percent", Key("完成比例(%)"), "完成比例%"},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.name, c.got, c.want)
		}
	}
}

func TestParseNumber(t *testing.T) {
	for in, want := range map[string]string{
		"1.8万": "18000", "二十七": "27", "十三万五千": "135000", "６０": "60", "1,200": "1200", "1 200": "1200", "3亿": "300000000",
		"两百": "200", "十": "10", "一百零五": "105", "两万五": "25000", "二〇二一": "2021", "-5": "-5", "5.351": "5.351", "1,234,567.8": "1234567.8",
		"兩萬": "20000", "5千": "5000", "一亿二千万": "120000000", " 70 ": "70",
	} {
		if got, ok := ParseNumber(in); !ok || got.String() != want {
			t.Errorf("%q: got %s %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "万", "千", "70个", "三五", "十二三", "一百二三", "1,20", "1.2.3", "—", "/", strings.Repeat("9", 40)} {
		if got, ok := ParseNumber(in); ok {
			t.Errorf("%q: got %s, want none", in, got)
		}
	}
}

func TestParsePercent(t *testing.T) {
	for in, want := range map[string]string{
		"60%": "60", "６０％": "60", "百分之六十": "60", "六成": "60", "六成五": "65", "99.93%": "99.93", "三分之一": "33.33", "百分之百": "100",
	} {
		if got, ok := ParsePercent(in); !ok || got.String() != want {
			t.Errorf("%q: got %s %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"0.6", "60", "", "%", "60%以上"} {
		if got, ok := ParsePercent(in); ok {
			t.Errorf("%q: got %s, want none", in, got)
		}
	}
}

func TestParseMoney(t *testing.T) {
	for _, c := range []struct{ in, unit, want string }{
		{"6811.44", "万元", "6811.44"},
		{"6811.44", "", "6811.44"},
		{"1.9亿元", "万元", "19000"},
		{"500万元", "元", "500"},
		{"约1300万元", "", "1300"},
		{"700万", "", "700"},
		{"8000000", "元", "800"},
		{"8000000元", "万元", "800"},
		{"2.9", "亿元", "29000"},
		{"1550万元左右", "", "1550"},
	} {
		if got, ok := ParseMoney(c.in, c.unit); !ok || got.String() != c.want {
			t.Errorf("%q in %q: got %s %v, want %s", c.in, c.unit, got, ok, c.want)
		}
	}
	for _, in := range []string{"", "无", "元", "100美元"} {
		if got, ok := ParseMoney(in, ""); ok {
			t.Errorf("%q: got %s, want none", in, got)
		}
	}
}

func TestPeriod(t *testing.T) {
	for in, want := range map[string]string{
		"淮安市2020年第一季度民生实事进展": "2020Q1", "2020年一季度": "2020Q1", "2020年1—3月": "2020Q1", "2021年上半年": "2021H1",
		"2020Q1": "2020Q1", "2020年3月": "2020-03", "2020年1-8月": "2020-08", "截至2020年3月底": "2020-03", "2020年度": "2020",
		"２０２３年４季度": "2023Q4", "2020-03": "2020-03", "二〇二〇年下半年": "2020H2",
	} {
		if got, ok := Period(in); !ok || got.String() != want {
			t.Errorf("%q: got %s %v, want %s", in, got, ok, want)
		}
	}
	for _, in := range []string{"", "民生实事", "一季度", "第1号"} {
		if got, ok := Period(in); ok {
			t.Errorf("%q: got %s, want none", in, got)
		}
	}
	if got, ok := PeriodIn("截至3月底", 2020); !ok || got.String() != "2020-03" {
		t.Errorf("截至3月底 of 2020: got %s %v", got, ok)
	}
}

func TestDeclaration(t *testing.T) {
	for in, want := range map[string]ledger.Declaration{
		"是": ledger.DeclaredOnSchedule, "达到": ledger.DeclaredOnSchedule, "达序时": ledger.DeclaredOnSchedule, "正常推进": ledger.DeclaredOnSchedule,
		"有序推进": ledger.DeclaredOnSchedule, "穩步推進": ledger.DeclaredOnSchedule, "绿灯": ledger.DeclaredOnSchedule, "按序时推进": ledger.DeclaredOnSchedule,
		"否": ledger.DeclaredBehind, "未达到": ledger.DeclaredBehind, "滞后": ledger.DeclaredBehind, "未达序时": ledger.DeclaredBehind, "红": ledger.DeclaredBehind,
		"超序时": ledger.DeclaredAhead, "超序时进度": ledger.DeclaredAhead, "基本达序时": ledger.DeclaredNearSchedule, "黄": ledger.DeclaredNearSchedule,
		"严重滞后": ledger.DeclaredFarBehind, "已完成": ledger.DeclaredCompleted, "未到节点": ledger.DeclaredNotDue, "任务未下达": ledger.DeclaredNotAssigned,
		"未完成": ledger.DeclaredBehind, "提前完成": ledger.DeclaredCompleted,
	} {
		if got, ok := Declaration(in); !ok || got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
	for _, in := range []string{"", "/", "市住建局", "60%"} {
		if got, ok := Declaration(in); ok {
			t.Errorf("%q: got %q, want none", in, got)
		}
	}
}

func TestStage(t *testing.T) {
	for in, want := range map[ledger.Stage][]string{
		ledger.StagePrepare: {"正在招标", "未开工（选址未定）", "完成选址、招标等前期工作", "方案设计", "尚未开工", "准备进场施工"},
		ledger.StageBuild: {
			"已开工12个", "主体施工", "进场施工", "在建", "部分完工，其余施工中", "主体封顶", "尚未完工",
			"基本完工，28条完工", "步道完工，尚贤河开工", "血透中心投用，主体施工", "观测站开工，小微湿地基本建成", "社区建成58%",
		},
		ledger.StageDone:     {"已完工", "全部竣工", "建成投入使用", "已完工，待验收", "全部建成，未验收", "准备验收", "竣工驗收準備", "3月开工，全部建成"},
		ledger.StageAccepted: {"已验收", "验收合格", "通过竣工验收", "补贴已发放到位"},
		ledger.StageUnknown:  {"", "—", "正常"},
	} {
		for _, text := range want {
			if got := Stage(text); got != in {
				t.Errorf("%q: got %q, want %q", text, got, in)
			}
		}
	}
}

func TestPhaseReached(t *testing.T) {
	for in, want := range map[string]bool{
		"已取得阶段性成效": true, "取得阶段性成果，长期坚持": true, "阶段性成效明显": true,
		"未取得阶段性成效": false, "争取6月底取得阶段性成效": false, "正在推进": false, "2021年6月底前取得阶段性成效": false,
	} {
		if got := PhaseReached(in); got != want {
			t.Errorf("%q: got %v", in, got)
		}
	}
}

func TestNoTask(t *testing.T) {
	for in, want := range map[string]bool{
		"我区无任务": true, "(我区无任务)": true, "（我區無任務）": true, "无任务": true, "本县无此项任务": true, "实施营养改善计划。（我区无任务）": true,
		"无": false, "": false, "完成年度任务": false, "任务未下达": false,
	} {
		if got := NoTask(in); got != want {
			t.Errorf("%q: got %v", in, got)
		}
	}
}

func TestSplitNo(t *testing.T) {
	for in, want := range map[string][3]string{
		"1":            {"1", "", ""},
		"1.新改擴建中小學":    {"1", "", "新改擴建中小學"},
		"12、完成":        {"12", "", "完成"},
		"①提标改造70个":     {"", "①", "提标改造70个"},
		"（一）提标改造":      {"", "①", "提标改造"},
		"(十二)改造":       {"", "⑫", "改造"},
		"1)改造":         {"", "①", "改造"},
		"1①":           {"1", "①", ""},
		"1（2）改造":       {"1", "②", "改造"},
		"3.①编制":        {"3", "①", "编制"},
		"一、推动均衡发展":     {"1", "", "推动均衡发展"},
		"第十件：丰富生活":     {"10", "", "丰富生活"},
		"二十二、实施环卫提升工程": {"22", "", "实施环卫提升工程"},
		"24部門聯動":       {"", "", "24部門聯動"},
		"2021年12月":     {"", "", "2021年12月"},
		"2.5万户":        {"", "", "2.5万户"},
		"１．完成":         {"1", "", "完成"},
		"53.24部門聯動構建":  {"53", "", "24部門聯動構建"},
		"":             {"", "", ""},
		"（责任单位：市教育局）改造": {"", "", "（责任单位：市教育局）改造"},
	} {
		no, sub, rest := SplitNo(in)
		if got := [3]string{no, sub, rest}; got != want {
			t.Errorf("%q: got %q, want %q", in, got, want)
		}
	}
}

func TestAreas(t *testing.T) {
	for in, want := range map[string]string{
		"清江浦区政府": "清江浦区", "涟水县人民政府": "涟水县", "淮安经济技术开发区管委会": "淮安经济技术开发区", "濮塘镇": "濮塘镇", "無錫經開區": "無錫經開區",
		"市開發區": "市開發區", "江陰市": "江陰市", "各市（縣）、區": "各市（縣）、區", "生态文旅区": "生态文旅区", "旅游度假区管委会": "旅游度假区", "徐圩新區": "徐圩新區",
	} {
		if !IsArea(in) || Area(in) != want {
			t.Errorf("%q: area %v, named %q, want %q", in, IsArea(in), Area(in), want)
		}
	}
	for _, in := range []string{"市开发区税务局", "市住建局", "市政府", "市政府办", "團市委", "张镇", "連云港供電公司", "市城管局", "党政办公室(政法)", ""} {
		if IsArea(in) || Area(in) != in {
			t.Errorf("%q: area, named %q", in, Area(in))
		}
	}
	for in, want := range map[string]bool{
		"各县区政府": true, "相關園區管委會": true, "有关部门": true, "各级各有关部门单位": true, "各管线产权单位": true, "清江浦区": false, "市各委办局": true,
	} {
		if got := IsGroup(in); got != want {
			t.Errorf("group %q: got %v", in, got)
		}
	}
}

func TestTitle(t *testing.T) {
	for content, want := range map[string]string{
		"③新改扩建80座旅游公厕。":                    "新改扩建旅游公厕",
		"完成1.8万座农村无害化户厕改造":                 "农村无害化户厕改造",
		"新改建农村公路200公里、桥梁30座":               "新改建农村公路、桥梁",
		"将低保标准由原610元/月·人提高到645元/月·人":       "低保标准提高",
		"为6000名残疾人提供每人每月3次,每次不少于1小时的照料服务。": "为残疾人提供照料服务",
		"在城市广场等,试点建设23个“月季小筑”微客厅,成熟后推广":    "试点建设“月季小筑”微客厅",
		"送戏下乡进社区600场(次),开展活动1万场(次)":        "送戏下乡进社区",
		"按1500元/人发放创业补贴":                   "发放创业补贴",
		"公建公营敬老院按平均每年每院5万元补助":              "公建公营敬老院补助",
		"对36条城市河道进行岸坡保护、生态修复":              "城市河道岸坡保护、生态修复",
		"送戏下乡600场(其中送戏下乡448场、展演152场)":      "送戏下乡",
		"基础养老金最低标准提高到每人每月173元":             "基础养老金最低标准提高",
		"": "名称",
		"城鄉居民參保率穩定在95%以上": "城鄉居民參保率穩定在95%以上",
		"依托“15分钟阅读圈”建设,实施公共文化空间工程,完成年度公共文化空间建设任务。": "实施公共文化空间工程",
	} {
		if got := Title("名称", content, Targets(content)); got != want {
			t.Errorf("%q: got %q, want %q", content, got, want)
		}
	}
}

func TestCutDuties(t *testing.T) {
	content, duties := CutDuties("新改擴建中小學25所。(牽頭單位:市教育局;共同責任單位:各縣區)")
	if content != "新改擴建中小學25所。" || duties != "(牽頭單位:市教育局;共同責任單位:各縣區)" {
		t.Errorf("got %q and %q", content, duties)
	}
	if content, duties = CutDuties("新建公厕10座"); content != "新建公厕10座" || duties != "" {
		t.Errorf("got %q and %q", content, duties)
	}
}

func TestColumnsAreReadTogether(t *testing.T) {
	targets := Targets("建立100个示范基地")
	var ms []ledger.Milestone
	for q, cell := range []string{"遴选40家示范基地", "遴选40家示范基地", "遴选20家示范基地"} {
		p := ledger.QuarterOf(2020, q+1)
		ms = append(ms, MilestoneAt(p.String(), p.End(), cell, targets))
	}
	ms, _, doubts := Accumulate(ms, targets)
	if len(doubts) > 0 {
		t.Errorf("doubts %+v", doubts)
	}
	for i, want := range []string{"40", "40", "20"} {
		if e := ms[i].Expect; len(e) != 1 || e[0].Cumulative || e[0].Quantity.String() != want || ms[i].Period != ledger.QuarterOf(2020, i+1).String() {
			t.Errorf("milestone %d: %+v", i, ms[i])
		}
	}
}

func TestMilestonesLeaveTheCallersTargets(t *testing.T) {
	targets := Targets("提供10万人次以上培训")
	_, got, _ := Milestones("一季度完成重点群体培训4万人次、其他培训6万人次", 2020, targets)
	if len(targets[0].Parts) != 0 || len(got[0].Parts) != 2 {
		t.Errorf("caller's parts %v, returned %v", targets[0].Parts, got[0].Parts)
	}
}

func TestDatesWithinASentence(t *testing.T) {
	ms, _, doubts := Milestones("第二季度开工，到第三季度末累计完成120公里，第四季度全部发放到位", 2020, Targets("改造农村公路200公里"))
	if len(ms) != 3 || len(doubts) > 0 || ms[1].Period != "2020Q3" || ms[1].Expect[0].Quantity.String() != "120" ||
		len(ms[2].Expect) != 1 || ms[2].Expect[0].Aspect != ledger.Finish {
		t.Errorf("%+v, doubts %+v", ms, doubts)
	}
}
