package web

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"testing"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func TestPagesOfChangesByHand(t *testing.T) {
	const p, third = "/p/huaian-2020", "/projects/1%E2%91%A2"
	for _, tt := range []scenario{
		{
			name: "project", get: p + third + "/edit", status: 200,
			has: []string{`name="name" value="新改扩建旅游公厕"`, `name="target.0.quantity" value="80"`, `name="milestone.0.due" value="2020-03-31"`, `>市文广旅游局</textarea>`},
		},
		{name: "project that there is not", get: p + "/projects/9/edit", status: 404},
		{name: "adjustment", get: p + third + "/adjust", status: 200, has: []string{"节点顺延", "批准机关"}},
		{name: "history", get: p + third + "/history", status: 200, has: []string{"共1次变动、1处", "<del>9</del>", "<ins>11</ins>"}},
		{name: "history of a unit without any", get: p + "/units/%E5%B8%82%E4%BD%8F%E5%BB%BA%E5%B1%80/history", status: 200, has: []string{"还没有变动"}},
		{name: "unit", get: p + "/units/%E5%B8%82%E4%BD%8F%E5%BB%BA%E5%B1%80/edit", status: 200, has: []string{`value="市住建局"`, "zj@example.com"}},
		{name: "unit that there is not", get: p + "/units/x/edit", status: 404},
		{name: "new unit", get: p + "/units/new", status: 200, has: []string{"新增单位"}},
		{name: "end of a unit", get: p + "/units/%E5%B8%82%E4%BD%8F%E5%BB%BA%E5%B1%80/end", status: 200, has: []string{"改造老旧小区&lt;b&gt;", "1个项目"}},
		{name: "group", get: p + "/groups", status: 200},
		{
			name: "report", get: p + third + "/report?unit=%E5%B8%82%E6%96%87%E5%B9%BF%E6%97%85%E6%B8%B8%E5%B1%80&period=2020Q1", status: 200,
			has: []string{`name="figure.0.started" value="11"`, "部分选址调整"},
		},
		{name: "report that there is not", get: p + third + "/report?unit=x", status: 404},
		{name: "report to enter", get: p + third + "/report/new?period=2020Q2", status: 200, has: []string{"录入进展", `value="2020Q2"`, `name="reporter"`}},
		{name: "project to enter", get: p + "/projects/new", status: 200, has: []string{"新增项目", `name="no" value=""`, "第1个目标"}},
		{name: "project to take out", get: p + third + "/remove", status: 200, has: []string{"移出", "退出"}},
		{name: "no calls", get: p + "/calls", status: 200, has: []string{"还没有来电更正"}},
		{name: "form to be stamped", get: p + "/submissions/7/form", status: 200, has: []string{"第1版", "核对码", "盖章件：未到"}},
		{name: "no scan", get: p + "/submissions/7/scan", status: 404},
		{
			name: "scan", get: p + "/submissions/7/scan", status: 200, has: []string{"%PDF"},
			fake: func(f *fake) {
				f.seals = map[int64]app.Seal{7: {Submission: 7, Scan: app.File{Name: "章.pdf", SHA256: hash}}}
			},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			if tt.fake != nil {
				tt.fake(f)
			}
			h, _ := serve(t, f, tt.config)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, httptest.NewRequest(http.MethodGet, tt.get, nil))
			checkAnswer(t, w, tt.status, tt.has, tt.hasNot)
		})
	}
}

var hiddenField = regexp.MustCompile(`name="(seen|shown)" value="([^"]*)"`)

// twice sends a form, and once more with what came back as to be confirmed.
func twice(t *testing.T, h http.Handler, address string, fields url.Values) (first, last *httptest.ResponseRecorder) {
	t.Helper()
	for i := range 2 {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, post(address, fields))
		for _, m := range hiddenField.FindAllStringSubmatch(w.Body.String(), -1) {
			fields.Set(m[1], m[2])
		}
		if i == 0 {
			first = w
		}
		last = w
	}
	return first, last
}

func TestAChangeByHandIsShownThenStored(t *testing.T) {
	unit := url.PathEscape("市住建局")
	report := "/projects/1%E2%91%A2/report?period=2020Q1&unit=" + url.QueryEscape("市文广旅游局")
	for _, tt := range []struct {
		name, address string
		fields        url.Values
		has           []string // on the page to be confirmed
		location      string
		done          func(*fake) bool
	}{
		{
			name: "rename a unit", address: "/units/" + unit + "/edit",
			fields: url.Values{"name": {"市住房局"}, "from": {"2020-05-01"}, "kind": {"市直"}, "order": {"2"}, "addresses": {"zj@example.com"}, "reason": {"机构改革"}},
			has:    []string{"<del>市住建局</del>", "<ins>市住房局</ins>"}, location: "/units?done=corrected",
			done: func(f *fake) bool {
				p := f.hand[0].Programme
				u, ok := p.Unit("市住建局")
				return ok && u.Name == "市住房局" && u.Former[0].Until == (ledger.Date{Year: 2020, Month: 5, Day: 1}) &&
					p.Projects[1].Duties[0].Name == "市住房局" && slices.Contains(p.Recipients, ledger.Recipient{Unit: "市住房局", Address: "zj@example.com"})
			},
		},
		{
			name: "merge a unit", address: "/units/" + unit + "/end",
			fields: url.Values{"how": {"merge"}, "on": {"2020-05-01"}, "into": {"市文广旅游局"}, "reason": {"机构改革"}},
			has:    []string{"市文广旅游局承接"}, location: "/units?done=corrected",
			done: func(f *fake) bool {
				p := f.hand[0].Programme
				u, _ := p.Unit("市住建局")
				return u.Name == "市文广旅游局" && len(p.Units) == 2 && p.Ended[0].Name == "市住建局"
			},
		},
		{
			name: "split a unit", address: "/units/" + unit + "/end",
			fields: url.Values{"how": {"split"}, "on": {"2020-05-01"}, "successors": {"市房管局\r\n市建设局"}, "heir.1①": {"市建设局"}, "reason": {"机构改革"}},
			has:    []string{"市房管局、市建设局承接"}, location: "/units?done=corrected",
			done: func(f *fake) bool {
				p := f.hand[0].Programme
				_, known := p.Unit("市住建局")
				return !known && len(p.Units) == 4 && p.Projects[1].Duties[0].Name == "市建设局"
			},
		},
		{
			name: "a new unit", address: "/units/new", fields: url.Values{"name": {"市水利局"}, "kind": {"市直"}, "person": {"王五"}, "reason": {"漏了"}},
			has: []string{"王五"}, location: "/units?done=corrected",
			done: func(f *fake) bool {
				u, ok := f.hand[0].Programme.Unit("市水利局")
				return ok && u.Order == 4 && u.Contact.Person == "王五"
			},
		},
		{
			name: "a group", address: "/groups", fields: url.Values{"name": {"各县区"}, "members": {"清江浦区"}, "reason": {"补上"}},
			has: []string{"<ins>清江浦区</ins>"}, location: "/units?done=corrected#groups",
			done: func(f *fake) bool { return f.hand[0].Programme.Groups[0].Members[0] == "清江浦区" },
		},
		{
			name: "withdraw", address: "/projects/1%E2%91%A2/adjust",
			fields: url.Values{"kind": {"退出"}, "approved-by": {"市政府常务会议"}, "approved": {"2020-05-20"}, "paper": {"会议纪要5号"}, "effective": {"2020-06-01"}, "reason": {"选址不成"}},
			has:    []string{"市政府常务会议", "会议纪要5号"}, location: "/projects/1%E2%91%A2?done=adjusted#adjustments",
			done: func(f *fake) bool {
				a := f.hand[0].Programme.Adjustments
				return len(a) == 1 && a[0].Kind == ledger.AdjustWithdraw && a[0].Submission == 12
			},
		},
		{
			name: "a new project", address: "/projects/new",
			fields: url.Values{
				"series": {"main"}, "no": {"24"}, "name": {"新建口袋公园"}, "lead": {"市住建局"}, "deadline": {"2020-12-31"}, "reason": {"市长办公会增补"},
				"target.0.text": {"口袋公园10个"}, "target.0.kind": {"flow"}, "target.0.quantity": {"10"}, "target.0.measure": {"个"},
				"milestone.0.due": {"2020-06-30"}, "milestone.0.0.of": {"t1"}, "milestone.0.0.aspect": {"progress"}, "milestone.0.0.amount": {"50%"},
			},
			has: []string{"<ins>新建口袋公园</ins>", "<ins>市住建局</ins>", "口袋公园10个"}, location: "/projects/24?done=corrected",
			done: func(f *fake) bool {
				pr, ok := f.hand[0].Programme.Project(ledger.ProjectID{Series: "main", No: "24"})
				return ok && pr.Cell.Ref == "更正#12" && pr.Targets[0].ID == "t1" && pr.Milestones[0].Expect[0].Target == "t1" && pr.Targets[0].Cell.Ref == "更正#12"
			},
		},
		{
			name: "a project taken out", address: "/projects/1%E2%91%A2/remove", fields: url.Values{"reason": {"重复录入"}},
			has: []string{"<del>新改扩建旅游公厕</del>", "2020年第一季度进展（市文广旅游局）"}, location: "/projects?done=removed#removed",
			done: func(f *fake) bool {
				_, there := f.hand[0].Programme.Project(ledger.ProjectID{Series: "main", No: "1", Sub: "③"})
				return !there && len(f.hand[0].Replacements) == 1 && f.hand[0].Replacements[0].New == nil
			},
		},
		{
			name: "a report on paper", address: "/projects/1%E2%91%A2/report/new",
			fields: url.Values{
				"how": {"paper"}, "reporter": {"市文广旅游局"}, "period": {"2020q2"}, "figure.0.of": {"t1"}, "figure.0.started": {"40"}, "figure.0.done": {""},
				"stage": {"全面开工"}, "reason": {"只交了纸质表"},
			},
			has: []string{"<ins>40</ins>"}, location: "/projects/1%E2%91%A2?done=corrected",
			done: func(f *fake) bool {
				r := f.hand[0].Replacements[0]
				return r.Old.Unit == "" && r.New.Period.String() == "2020Q2" && r.New.Cell.Ref == "更正#12" && r.New.Figures[0].Cell.Ref == "更正#12" &&
					r.New.Stage == ledger.StageBuild && r.New.AsOf == r.New.Period.End() && f.hand[0].Programme == nil
			},
		},
		{
			name: "a report told by telephone", address: "/projects/1%E2%91%A2/report/new",
			fields: url.Values{
				"how": {"call"}, "reporter": {"市文广旅游局"}, "period": {"2020Q2"}, "declared": {"达序时"},
				"caller": {"张三"}, "telephone": {"0517-1"}, "called-at": {"7月3日"}, "reason": {"来电报数"},
			},
			has: []string{"<ins>达序时</ins>"}, location: "/calls?done=called",
			done: func(f *fake) bool { return len(f.hand) == 0 && f.calls[0].Told.Report.Period.String() == "2020Q2" },
		},
		{
			name: "a call", address: report,
			fields: url.Values{
				"figure.0.of": {"t1"}, "figure.0.started": {"13"}, "figure.0.done": {""}, "problems": {"部分选址调整"}, "next": {"4月20日前全部完成选址"},
				"caller": {"张三"}, "telephone": {"0517-1"}, "called-at": {"4月13日"}, "reason": {"漏报两座"},
			},
			has: []string{"<del>11</del>", "<ins>13</ins>"}, location: "/calls?done=called",
			done: func(f *fake) bool { return len(f.hand) == 0 && f.calls[0].Told.Call.Caller == "张三" },
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			h, _ := serve(t, f, nil)
			first, last := twice(t, h, "/p/huaian-2020"+tt.address, tt.fields)
			checkAnswer(t, first, 200, tt.has, nil)
			if got := last.Header().Get("Location"); last.Code != 303 || got != "/p/huaian-2020"+tt.location {
				t.Fatalf("%d, sent on to %q\n%s", last.Code, got, last.Body)
			}
			if !tt.done(f) {
				t.Errorf("stored: %+v %+v", f.hand, f.calls)
			}
		})
	}
}

func TestAChangeByHandComesBack(t *testing.T) {
	unit := "/units/" + url.PathEscape("市住建局") + "/edit"
	good := func(name, value string) url.Values {
		v := url.Values{"name": {"市住建局"}, "kind": {"市直"}, "order": {"2"}, "addresses": {"zj@example.com"}, "aliases": {"住建"}, "reason": {"补别名"}}
		v.Set(name, value)
		return v
	}
	for _, tt := range []struct {
		name    string
		address string
		fields  url.Values
		status  int
		has     []string
	}{
		{"no reason", unit, good("reason", " "), 400, []string{`id="wrong-reason">请写明更正的原因`, ">住建</textarea>"}},
		{"no date of a new name", unit, good("name", "市住房局"), 400, []string{`id="wrong-from"`, `value="市住房局"`}},
		{"another unit's name", unit, good("aliases", "市文旅局"), 400, []string{`id="wrong-aliases"`, "市文广旅游局"}},
		{"no mail address", unit, good("mail", "<x>"), 400, []string{`id="wrong-mail"`, `value="&lt;x&gt;"`}},
		{"no number", unit, good("order", "二"), 400, []string{`id="wrong-order"`}},
		{"seen in an earlier state", unit, good("seen", "0"), 409, []string{"已被别人改动", ">住建</textarea>"}},
		{"merged into itself", "/units/" + url.PathEscape("市住建局") + "/end", url.Values{"on": {"2020-05-01"}, "into": {"市住建局"}, "reason": {"x"}}, 400, []string{`id="wrong-into"`}},
		{"a withdrawal without paper", "/projects/1%E2%91%A2/adjust", url.Values{"kind": {"退出"}, "approved-by": {"市政府"}, "approved": {"2020-05-20"}, "reason": {"x"}}, 400, []string{`id="wrong-paper"`}},
		{"an unknown lead", "/projects/1%E2%91%A2/edit", url.Values{"name": {"公厕"}, "lead": {"市文广旅游"}, "reason": {"x"}}, 400, []string{`id="wrong-lead"`, "市文广旅游局"}},
		{"a number that is taken", "/projects/new", url.Values{"series": {"main"}, "no": {"1"}, "sub": {"③"}, "name": {"x"}, "lead": {"市住建局"}, "reason": {"x"}}, 400, []string{`id="wrong-no"`, "新改扩建旅游公厕", `value="x"`}},
		{"a number that is none", "/projects/new", url.Values{"series": {"main"}, "no": {"第一"}, "name": {"x"}, "lead": {"市住建局"}, "reason": {"x"}}, 400, []string{`id="wrong-no"`}},
		{"a project without a lead", "/projects/new", url.Values{"series": {"main"}, "no": {"24"}, "name": {"x"}, "reason": {"x"}}, 400, []string{`id="wrong-lead"`}},
		{"a report that is there", "/projects/1%E2%91%A2/report/new", url.Values{"reporter": {"市文广旅游局"}, "period": {"2020Q1"}, "reason": {"x"}}, 400, []string{`id="wrong-reporter"`, "已报过"}},
		{"a report of nobody", "/projects/1%E2%91%A2/report/new", url.Values{"reporter": {"市住建局"}, "period": {"2020Q2"}, "declared": {"达序时"}, "how": {"paper"}, "reason": {"x"}}, 400, []string{`id="wrong-reporter"`}},
		{"a report that says nothing", "/projects/1%E2%91%A2/report/new", url.Values{"reporter": {"市文广旅游局"}, "period": {"2020Q2"}, "how": {"paper"}, "figure.0.done": {""}, "reason": {"x"}}, 400, []string{"请填写数字"}},
		{"a report of no period", "/projects/1%E2%91%A2/report/new", url.Values{"reporter": {"市文广旅游局"}, "period": {"春天"}, "how": {"paper"}, "reason": {"x"}}, 400, []string{`id="wrong-period"`, `value="春天"`}},
		{"a wrong check code", "/submissions/7/form", url.Values{"code": {"0000-0000-0000"}}, 400, []string{`id="wrong-code"`, `value="0000-0000-0000"`}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			h, _ := serve(t, f, nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, post("/p/huaian-2020"+tt.address, tt.fields))
			checkAnswer(t, w, tt.status, tt.has, nil)
			if len(f.hand) > 0 {
				t.Error("it is stored")
			}
		})
	}
}

func TestCallsAreConfirmedOrDropped(t *testing.T) {
	call := func() app.CallRecord {
		r := report()
		r.Figures[0].Started = amount("13")
		return app.CallRecord{ID: 1, Programme: "huaian-2020", At: now, Told: app.Told{About: "项目1③", Reason: "漏报", Call: app.Call{Caller: "张三", Telephone: "1", At: "9点"}, Report: r}}
	}
	for _, tt := range []struct {
		name     string
		fields   url.Values
		stale    bool
		status   int
		location string
		has      []string
		stored   int
	}{
		{name: "confirmed", fields: url.Values{"decision": {"confirm"}}, status: 303, location: "/p/huaian-2020/calls?done=confirmed", stored: 1},
		{name: "dropped", fields: url.Values{"decision": {"drop"}, "reason": {"打错"}}, status: 303, location: "/p/huaian-2020/calls?done=dropped"},
		{name: "dropped without a reason", fields: url.Values{"decision": {"drop"}}, status: 400, has: []string{"请写明不采用的原因"}},
		{name: "the report is another now", fields: url.Values{"decision": {"confirm"}}, stale: true, status: 409, has: []string{"已被别人改动"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			f := newFake()
			f.calls = []app.CallRecord{call()}
			if tt.stale {
				f.calls[0].Told.Seen = "another"
			}
			h, _ := serve(t, f, nil)
			w := httptest.NewRecorder()
			h.ServeHTTP(w, post("/p/huaian-2020/calls/1", tt.fields))
			if got := w.Header().Get("Location"); got != tt.location {
				t.Errorf("sent on to %q", got)
			}
			checkAnswer(t, w, tt.status, tt.has, nil)
			if len(f.hand) != tt.stored || tt.stored == 1 && f.hand[0].Confirms != 1 {
				t.Errorf("stored: %+v", f.hand)
			}
		})
	}
}
