package web

import (
	"fmt"

	"tongbao/reports/bulletin"
	"tongbao/server/internal/app"
	"tongbao/server/ledger"
)

func word[K ~string](words map[K]string) func(K) string {
	return func(k K) string {
		if w, ok := words[k]; ok {
			return w
		}
		return string(k)
	}
}

var (
	stateWords = word(map[app.BulletinState]string{app.Draft: "草稿", app.Issued: "已发布"})

	actionWords = word(map[string]string{
		"accept": "入库", "draft": "起草通报", "slip": "填写发文稿纸", "edit": "修改通报", "issue": "发布通报",
		"deliver": "加入发送队列", "enqueue": "加入发送队列", "send": "发送邮件", "mark": "登记发送结果",
		"samples": "载入示例", "undo": "撤销报送", "policy": "修改入库规则", "close": "截止报送", "reopen": "重新开放", "interrupted": "登记中断的发送", "decide": "人工处理邮件",
		"link": "民声事项转为项目", "answer": "记住一列的含义", "receive": "收到文件", "say": "指明文件属于哪里", "discard": "删除收件", "forget": "撤销识别记忆",
		"call": "登记来电更正", "call-dropped": "不采用来电更正", "seal": "盖章件归档",
		"setup": "开始新建年度计划", "setup-save": "保存新建计划的一步", "setup-discard": "放弃新建计划", "establish": "建立年度计划",
		app.ActionBackup: "备份", app.ActionRestore: "恢复备份", app.ActionMigrate: "搬入数据库", app.ActionVerify: "核对", app.ActionTidy: "清理文件", "upload": "上传文件",
	})
	resultWords = word(map[app.Result]string{app.Done: "成功", app.Partial: "部分成功", app.Failure: "失败", app.Unknown: "结果不明", "": "—"})
	ruleHelp    = word(map[ledger.Rule]string{
		ledger.RuleMilestones:  "项目表写明各季度应达到的程度",
		ledger.RuleCheckPoints: "在规定的日期应完成规定的比例，其间凭自评",
		ledger.RuleDeclared:    "每期凭责任单位自评，到期限应全部完成",
		ledger.RuleLine:        "从1月1日到期限按时间平均推进，最差为滞后",
	})
	basisWords = word(map[ledger.Basis]string{
		ledger.BasisAdjustment: "经批准的调整", ledger.BasisMilestone: "计划的序时进度",
		ledger.BasisCheckPoint: "检查点", ledger.BasisDeclared: "责任单位自评", ledger.BasisLine: "直线序时",
	})
	aspectWords = word(map[ledger.Aspect]string{
		ledger.Start: "开工", ledger.Progress: "完成", ledger.Finish: "完工",
	})
)

// layoutWords takes both the intake's own type and a stored string.
func layoutWords(l any) string { return app.LayoutChinese(fmt.Sprint(l)) }

func editionWords(e bulletin.Edition) string { return e.Chinese() }
