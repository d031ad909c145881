package intake

import (
	"reflect"
	"strings"
	"testing"

	"tongbao/server/ledger"
)

// asked are a draft's questions as "cell head: guess".
func asked(d *Draft) []string {
	list := []string{}
	for i := range d.Questions {
		q := &d.Questions[i]
		list = append(list, q.Cell+" "+strings.Join(q.Path, "/")+": "+q.Guess)
	}
	return list
}

const progressOf = `
2020年一季度进展情况表|<|<|<|<
填报单位：市住建局|<|<|<|<`

func TestQuestions(t *testing.T) {
	tests := []struct {
		name, text string
		want       []string
		findings   []string
	}{
		{"an odd head over the only figures", progressOf + `
序号|项目名称|年度目标|干成了多少|是否达序时
1|小区|70|12|是
2|公厕|80|8|是
`, []string{"D3 干成了多少: done"}, []string{"unsure-column@D3"}},
		{"an odd head over percents", progressOf + `
序号|项目名称|年度目标|做到哪了|是否达序时
1|小区|70|12%|是
2|公厕|80|8%|是
`, []string{"D3 做到哪了: rate"}, []string{"unsure-column@D3"}},
		{"an odd head over declarations", progressOf + `
序号|项目名称|累计完成|干得咋样
1|小区|70|达序时
2|公厕|80|滞后
`, []string{"D3 干得咋样: declared"}, []string{"unsure-column@D3"}},
		{"进度 may count or be a percent", progressOf + `
序号|项目名称|目标|进度|是否达序时
1|小区|70|12|是
2|公厕|80|8|是
`, []string{"D3 进度: done"}, []string{"unsure-column@D3"}},
		{"进度 beyond 100 counts", progressOf + `
序号|项目名称|目标|进度|是否达序时
1|户厕|18000|2160|是
2|公厕|80|8|是
`, []string{}, []string{}},
		{"进度 in percents", progressOf + `
序号|项目名称|目标|进度|是否达序时
1|户厕|18000|12%|是
2|公厕|80|10%|是
`, []string{}, []string{}},
		{"a hint of another thing than its cells", progressOf + `
序号|项目名称|年度目标|季末进展数|是否达序时
1|小区|70|12|是
2|公厕|80|8|是
`, []string{"D3 季末进展数: done"}, []string{"unsure-column@D3"}},
		{"a hint that its cells bear out", progressOf + `
序号|项目名称|年度目标|季末累计完成的个数|是否达序时
1|小区|70|12|是
2|公厕|80|8|是
`, []string{}, []string{}},
		{"two columns for one figure", progressOf + `
序号|项目名称|累计完成|实际完成|是否达序时
1|小区|12|11|是
2|公厕|8|8|是
`, []string{"D3 实际完成: ignore"}, []string{"unread-column@D3"}},
		{"the same figures twice", progressOf + `
序号|项目名称|累计完成|实际完成|是否达序时
1|小区|12|12|是
2|公厕|8|8|是
`, []string{}, []string{}},
		{"further figures", progressOf + `
序号|项目名称|累计完成|惠及多少户|是否达序时
1|小区|12|5600|是
2|公厕|8|9000|是
`, []string{"D3 惠及多少户: ignore"}, []string{"unread-column@D3"}},
		{"telephone numbers, names, dates, an empty column, strokes", progressOf + `
序号|项目名称|累计完成|是否达序时|完成率|形象进度|找谁|打哪个|哪天去的|空着|没有
1|小区|12|是|10%|在建|张三|13812345678|2020-03-01||/
2|公厕|8|是|10%|在建|李四|83601234|2020-03-05||—
`, []string{}, []string{}},
		{"more prose beside a stage", progressOf + `
序号|项目名称|累计完成|形象进度|群众有什么反响
1|小区|12|已开工12个小区，正在施工|居民普遍表示满意，希望加快
2|公厕|8|已开工8座公厕，正在施工|位置有争议，正在做工作
`, []string{}, []string{}},
		{"prose where no stage is told", progressOf + `
序号|项目名称|累计完成|干到啥地步
1|小区|12|已开工12个小区，正在施工
2|公厕|8|已开工8座公厕，正在施工
`, []string{"D3 干到啥地步: ignore"}, []string{"unread-column@D3"}},
		{"a heading of known words is known", progressOf + `
序号|项目名称|实施进展情况|<|备注
^|^|开工数|完工数|^
1|小区|12|3|有的小区水电管线要迁改，正在协调
2|公厕|8|3|
`, []string{}, []string{}},
		{"a plan's content under an odd head", `
2020年为民办实事项目表|<|<|<
序号|项目名称|打算干啥|责任单位
1|小区|改造70个老旧小区。|市住建局
2|公厕|新建改造26座城市公厕。|市城管局
`, []string{"C2 打算干啥: content"}, []string{"unsure-column@C2"}},
		{"a plan's units under an odd head", `
2020年为民办实事项目表|<|<|<
序号|项目名称|主要内容|谁来干
1|小区|改造70个老旧小区。|市住建局
2|公厕|新建改造26座城市公厕。|市城管局
`, []string{"D2 谁来干: responsible"}, []string{"unsure-column@D2"}},
		{"what is done under an odd head of a cross table", `
2023年一季度民生实事进展情况|<|<|<|<
县区|城镇新增就业（人）|<|新建公厕（座）|<
^|目标|干成多少|目标|完成
甲区|1000|300|20|5
乙区|2000|400|30|6
`, []string{"C3 城镇新增就业（人）/干成多少: done"}, []string{"unsure-column@C3"}},
		{"a percent under an odd head of a cross table", `
2023年一季度民生实事进展情况|<|<|<|<
县区|城镇新增就业（人）|<|新建公厕（座）|<
^|目标|做到几成|目标|完成
甲区|1000|30%|20|5
乙区|2000|20%|30|6
`, []string{"C3 城镇新增就业（人）/做到几成: rate"}, []string{"unsure-column@C3"}},
		{"indicators below a group, and a part beside what is done", `
2023年一季度民生实事进展情况|<|<|<|<|<|<|<
县区|就业（人）|<|新建公厕（座）|<|<|修路（公里）|<
^|城镇新增|失业再就业|目标|完成|旅游公厕|目标|完成
甲区|1000|30|20|5|1|10|2
乙区|2000|20|30|6|2|10|3
`, []string{}, []string{}},
		{
			"odd heads of a matter list", `
2023年民声事项清单|<|<|<|<|<
编号|诉求内容|受理时间|归谁管|办到哪了|满不满意
A-1|路灯不亮|2023-03-05|市城管局|办理中|满意
A-2|站台积水|2023-03-08|市交通局|已办结|不满意
`,
			[]string{"D2 归谁管: responsible", "E2 办到哪了: state", "F2 满不满意: satisfaction"},
			[]string{"unsure-column@D2", "unsure-column@E2", "unsure-column@F2"},
		},
		{"the day of a request under an odd head", `
2023年民声事项清单|<|<|<|<
编号|诉求内容|哪天来的|承办单位|满意度
A-1|幸福路西段路灯不亮|2023-03-05|市城管局|满意
A-2|公交站台雨后积水|2023-03-08|市交通局|不满意
`, []string{"C2 哪天来的: received"}, []string{"unsure-column@C2"}},
		{"the words of a request under an odd head", `
2023年民声事项清单|<|<|<|<
编号|说的啥事|受理时间|承办单位|办理状态
A-1|幸福路西段路灯不亮|2023-03-05|市城管局|办理中
A-2|公交站台雨后积水|2023-03-08|市交通局|已办结
`, []string{"B2 说的啥事: appeal"}, []string{"unsure-column@B2"}},
		{"names, counts, further dates and remarks of a matter list", `
2023年民声事项清单|<|<|<|<|<|<|<|<
编号|诉求内容|受理时间|承办单位|办理状态|找谁|几次|哪天转的|还有啥说的
A-1|路灯不亮|2023-03-05|市城管局|办理中|张三|2|2023-03-06|居民多次来电要求尽快修好
A-2|站台积水|2023-03-08|市交通局|已办结|李四|1|2023-03-09|已与施工单位联系处理完毕
`, []string{}, []string{}},
		{"an area among areas", `
2020年任务分解表|<|<|<|<|<|<
序号|项目名称|计量单位|清江浦区|度假片|涟水县|合计
1|小区|个|16|3|2|21
2|公厕|座|4|1|5|10
`, []string{"E2 度假片: area-share"}, []string{"unsure-column@E2"}},
	}
	for _, c := range tests {
		t.Run(c.name, func(t *testing.T) {
			w := book(sheet("表", c.text))
			d := Read(w)
			if got := asked(d); !reflect.DeepEqual(got, c.want) {
				t.Errorf("asked %q, want %q", got, c.want)
			}
			if got := codes(d.Findings); !reflect.DeepEqual(got, c.findings) {
				t.Errorf("findings %q, want %q", got, c.findings)
			}
			// The guesses as answers: nothing is asked, and all is read as before.
			var known []Answer
			for _, q := range d.Questions {
				known = append(known, Answer{q.Layout, q.Head, q.Guess})
				if len(q.Samples) == 0 || len(q.Choices) < 5 {
					t.Errorf("%+v", q)
				}
			}
			again := Read(w, known...)
			if len(again.Questions) > 0 || len(again.Findings) > 0 {
				t.Errorf("answered: asked %q, findings %q", asked(again), codes(again.Findings))
			}
			again.Questions, again.Findings = d.Questions, d.Findings
			if !reflect.DeepEqual(again, d) {
				t.Errorf("answered as guessed: got\n%+v\nwant\n%+v", again, d)
			}
		})
	}
}

func TestAnswers(t *testing.T) {
	odd := func(title, head string) *Draft {
		return Read(book(sheet("表", title+`|<|<|<|<
序号|项目名称|年度目标|`+head+`|是否达序时
1|小区|70|12|是
2|公厕|80|8|是
`)))
	}
	q := odd("2020年一季度进展情况表", "一季度干成了多少").Questions[0]
	known := func(field string) []Answer { return []Answer{{q.Layout, q.Head, field}} }

	t.Run("the next period's table has the same head", func(t *testing.T) {
		next := odd("2020年二季度进展情况表", "二季度干成了多少").Questions[0]
		if next.Layout != q.Layout || next.Head != q.Head {
			t.Errorf("asked of %s %s, then of %s %s", q.Layout, q.Head, next.Layout, next.Head)
		}
	})
	t.Run("moved columns and a remark more", func(t *testing.T) {
		d := Read(book(sheet("表", `
2020年二季度进展情况表|<|<|<|<|<
项目名称|序号|干成了多少|年度目标|是否达序时|备注
小区|1|12|70|是|好
`)), known("finished")...)
		if len(d.Questions) > 0 || show(d.Progress[0].Finished) != "12" {
			t.Errorf("asked %q, read %+v", asked(d), d.Progress[0])
		}
	})
	t.Run("other heads are another table", func(t *testing.T) {
		d := Read(book(sheet("表", `
2020年二季度进展情况表|<|<|<
序号|项目名称|干成了多少|形象进度
1|小区|12|在建
`)), known("finished")...)
		if len(d.Questions) != 1 {
			t.Errorf("asked %q", asked(d))
		}
	})
	none := show(nil)
	for _, c := range []struct{ field, done, rate, finished string }{
		{"done", "12", none, none}, {"rate", none, "12", none}, {"finished", none, none, "12"}, {Ignore, none, none, none},
	} {
		t.Run("answered "+c.field, func(t *testing.T) {
			d := Read(book(sheet("表", `
2020年一季度进展情况表|<|<|<|<
序号|项目名称|年度目标|干成了多少|是否达序时
1|小区|70|12|是
2|公厕|80|8|是
`)), known(c.field)...)
			p := d.Progress[0]
			if show(p.Cumulative) != c.done || show(p.CumulativePercent) != c.rate || show(p.Finished) != c.finished || len(d.Questions) > 0 {
				t.Errorf("asked %q, read %+v", asked(d), p)
			}
		})
	}
	t.Run("a column of a cross table", func(t *testing.T) {
		w := book(sheet("表", `
2023年一季度民生实事进展情况|<|<|<|<
县区|城镇新增就业（人）|<|新建公厕（座）|<
^|目标|干成多少|目标|完成
甲区|1000|300|20|5
乙区|2000|400|30|6
`))
		q := Read(w).Questions[0]
		for as, want := range map[string]string{"done": "300 <nil> <nil>", "finished": "<nil> 300 <nil>", "rate": "<nil> <nil> 300", Ignore: "<nil> <nil> <nil>"} {
			d := Read(w, Answer{q.Layout, q.Head, as})
			p := d.Progress[0]
			told := show(p.Cumulative) + " " + show(p.Finished) + " " + show(p.CumulativePercent)
			if told = strings.ReplaceAll(told, show(nil), "<nil>"); told != want || len(d.Questions) > 0 || len(d.Progress) != 4 {
				t.Errorf("%s: asked %q, read %s of %d rows, want %s", as, asked(d), told, len(d.Progress), want)
			}
		}
	})
	t.Run("a column of a matter list", func(t *testing.T) {
		w := book(sheet("表", `
2023年民声事项清单|<|<|<
编号|诉求内容|哪天弄的|承办单位
A-1|路灯不亮|2023-03-05|市城管局
`))
		q := Read(w).Questions[0]
		for as, want := range map[string]string{"received": "2023-03-05 ", "closed": " 2023-03-05", Ignore: " "} {
			d := Read(w, Answer{q.Layout, q.Head, as})
			if m := d.Matters[0]; day(m.Received)+" "+day(m.Closed) != want || len(d.Questions) > 0 {
				t.Errorf("%s: asked %q, read %+v", as, asked(d), m)
			}
		}
	})
	t.Run("the other of two columns", func(t *testing.T) {
		w := book(sheet("表", `
2020年一季度进展情况表|<|<|<|<
序号|项目名称|累计完成|实际完成|是否达序时
1|小区|12|11|是
`))
		q := Read(w).Questions[0]
		d := Read(w, Answer{q.Layout, q.Head, "done"})
		if q.Rival != "C2" || len(d.Questions) > 0 || show(d.Progress[0].Cumulative) != "11" {
			t.Errorf("%+v, then asked %q, read %+v", q, asked(d), d.Progress[0])
		}
	})
}

func day(d ledger.Date) string {
	if d.IsZero() {
		return ""
	}
	return d.String()
}

func TestQuestionIsAskedOnce(t *testing.T) {
	one := `
2020年一季度进展情况表|<|<|<|<
序号|项目名称|年度目标|干成了多少|是否达序时
1|小区|70|12|是
`
	d := Read(book(sheet("城区", one), sheet("郊区", one)))
	if len(d.Questions) != 1 || len(d.Findings) != 2 {
		t.Errorf("asked %q, findings %v", asked(d), codes(d.Findings))
	}
	want := Question{
		Layout: d.Layouts[0], Head: "干成了多少", Sheet: "城区", Cell: "D2", Path: []string{"干成了多少"}, Samples: []string{"12"}, Guess: "done",
		Choices: d.Questions[0].Choices,
	}
	if !reflect.DeepEqual(d.Questions[0], want) {
		t.Errorf("got %+v, want %+v", d.Questions[0], want)
	}
}

func TestEveryChoiceHasALabel(t *testing.T) {
	for layout, fields := range choicesOf {
		for _, f := range fields {
			if _, ok := AnswerLabel(string(f)); !ok {
				t.Errorf("%s: %s has none", layout, f)
			}
			if f != answerArea && f != answerSource && !strings.Contains(join2(allowed[layout]), " "+string(f)+" ") {
				t.Errorf("%s does not use %s", layout, f)
			}
		}
	}
}

func join2(fields []field) string {
	s := " "
	for _, f := range fields {
		s += string(f) + " "
	}
	return s
}
