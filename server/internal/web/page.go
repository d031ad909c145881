package web

import (
	"net/url"
	"strconv"
	"time"

	"github.com/labstack/echo/v4"

	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

// Page is what the layout needs around every page.
type Page struct {
	Title   string
	Place   string // which place of the left column is lit
	CSRF    string
	Version string
	Done    string // what has just been done, in words
	// Programme and Period are what the top line says; nil and zero outside of
	// a programme.
	Programme  *ledger.Programme
	Period     ledger.Period
	Programmes []ledger.Programme
	Periods    []ledger.Period
	// Here is the address that the period's links keep, "" where there are none.
	Here string
	// Actor is who acts here.
	Actor app.Actor
}

// Nav is the programme whose places the left column leads to: the page's own,
// or else the newest; "" while there is none.
func (p Page) Nav() string {
	if p.Programme == nil && len(p.Programmes) > 0 {
		return p.Programmes[0].Key
	}
	return p.Key()
}

// Key is the programme's key, "" outside of one.
func (p Page) Key() string {
	if p.Programme == nil {
		return ""
	}
	return p.Programme.Key
}

// Category is the group a project counts in, as the summary groups them: where
// a programme counts in 件 and names no categories, each of those is its own.
func (p Page) Category(project *ledger.Project) string {
	if project.Category == "" && p.Programme != nil && p.Programme.ItemWord != "" {
		return project.Name
	}
	return project.Category
}

func (s *server) newPage(c echo.Context, title, place string) Page {
	token, _ := c.Get(csrfKey).(string)
	return Page{
		Title: title, Place: place, CSRF: token, Version: s.Version, Actor: app.Browser,
		Done: doneWords(c.QueryParam("done"), c.QueryParam("n")),
	}
}

// programmePage is a page within a programme: the whole programme, and the
// period of the address or else the latest that has reports.
func (s *server) programmePage(c echo.Context, title, place, key string) (Page, error) {
	page := s.newPage(c, title, place)
	ctx := c.Request().Context()
	var err error
	if page.Programme, err = s.Ledger.Programme(ctx, key); err != nil {
		return page, err
	}
	if page.Programmes, err = s.Service.Programmes(ctx); err != nil {
		return page, err
	}
	if page.Periods, err = s.Service.Periods(ctx, key); err != nil {
		return page, err
	}
	if text := c.QueryParam("period"); text != "" {
		if page.Period, err = ledger.ParsePeriod(text); err != nil {
			return page, err
		}
	} else if n := len(page.Periods); n > 0 {
		page.Period = page.Periods[n-1]
	}
	return page, nil
}

// doneWords say after a redirect what was done; n is a count where there is one.
func doneWords(what, n string) string {
	if _, err := strconv.Atoi(n); err != nil {
		n = "0"
	}
	switch what {
	case "accepted":
		return "文件已入库。"
	case "corrected":
		return "更正已记入台账，原来的内容在历史里可查。"
	case "removed":
		return "项目已移出计划，它的内容和报送留在历史里，可以撤销。"
	case "called":
		return "来电更正已记录，确认后记入台账。"
	case "confirmed":
		return "来电更正已确认，记入台账。"
	case "dropped":
		return "已记为不采用，台账没有改动。"
	case "sealed":
		return "盖章件已归档，核对码一致。"
	case "adjusted":
		return "调整已登记，自生效之日起按调整后的计划研判。"
	case "undone":
		return "报送已撤销，被它替换的内容已恢复。"
	case "policy":
		return "入库规则已保存，以后上传的表格按新规则办理。"
	case "closed":
		return "已截止报送，不再接收这一期的表格。"
	case "reopened":
		return "已重新开放，可以补报和更正。"
	case "allaccepted":
		return n + "个文件已入库。"
	case "received":
		return n + "个文件已收下，结果见下表。"
	case "answered":
		return "已记住" + n + "列，文件已按此重新读取。记错了的，可在“单位”页的识别记忆中撤销。"
	case "named":
		return "名称已记住，文件已按此重新读取。别名在“单位”页，项目的叫法在识别记忆里，记错了都可以撤销。"
	case "said":
		return "已按所选重新核对。"
	case "discarded":
		return "文件已从收件中删除，日志中留有记录。"
	case "settings":
		return "设置已更正，研判和以后的通报都按新设置；已发布的通报不变。"
	case "layout":
		return "版式已更正，以后的通报按新版式排；已发布的通报不变。"
	case "fonts":
		return "字体已更正，以后的通报用新字体排；已发布的通报不变。"
	case "established":
		return "年度计划已建立。下一步：到“单位”页下载填报模板发给各单位，或直接上传收到的进展表。"
	case "setup-discarded":
		return "新建的计划已放弃，台账没有改动。"
	case "replaced":
		return "项目表已换成新上传的文件，请从这一步起重新核对。"
	case "contacts":
		return "名单已读入，对上" + n + "行。请核对下表后保存。"
	case "forgotten":
		return "已撤销，再遇到这一列时会重新问。"
	case "samples":
		return "五个示例年度计划已载入，各期通报已生成。示例数据均为演示而编，页面和通报上标有“示例”。"
	case "drafted":
		return "通报草稿已生成，请核对文字和数字。"
	case "issued-before":
		return "这一期的这一版通报早已发布，就是下面这份，没有另起草稿。"
	case "edited":
		return "文字已保存，草稿已按最新数据重新生成。"
	case "issued":
		return "通报已发布，文件和数字从此固定。"
	case "issued-sent":
		return "通报已发布，文件和数字从此固定；给名单上各收件人的邮件已同时进入发件箱，随后自动发送。"
	case "resent":
		return "已放回发送队列，邮件编号不变。"
	case "bounced":
		return "已登记退信，原因记在这封邮件上。"
	case "tested":
		return "测试邮件已加入发送队列，结果见下表。"
	case "resent-all":
		return "已把" + n + "封发送失败和退回的邮件放回发送队列；结果不明的请逐封核实后处理。"
	case "stopped":
		return "不再发送这封邮件；要发时可在这封邮件上点“重新发送”。"
	case "marked":
		return "已登记为对方收到，不再发送。"
	case "linked":
		return "转为项目已保存。"
	case "delivered":
		if n == "0" {
			return "没有新的收件人：名单上的各收件人都已在发送队列里。"
		}
		return "已把 " + n + " 封邮件加入发送队列。"
	}
	return ""
}

// idParam is a record's number in the address.
func idParam(c echo.Context) (int64, error) {
	id, err := strconv.ParseInt(c.Param("id"), 10, 64)
	if err != nil || id <= 0 {
		return 0, echo.ErrNotFound
	}
	return id, nil
}

// pathParam is a part of the address, decoded.
func pathParam(c echo.Context, name string) string {
	text := c.Param(name)
	if c.Request().URL.RawPath == "" {
		return text
	}
	if decoded, err := url.PathUnescape(text); err == nil {
		return decoded
	}
	return text
}

// today is the day where the governments are.
func today(now time.Time) ledger.Date { return ledger.DateOf(now.In(zone)) }
