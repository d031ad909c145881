package main

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"tongbao/reports/font"
	"tongbao/server/internal/app"
	"tongbao/server/internal/config"
	"tongbao/server/internal/mail"
	"tongbao/templates"
)

// probeTime is how long the mail server may take to greet the doctor.
const probeTime = 20 * time.Second

// oldBackup is the age from which on a backup is no comfort any more.
const oldBackup = 7 * 24 * time.Hour

// doctor looks at all that the program needs on its machine, and says of each
// whether it is well and, where it is not, what to do.
type doctor struct {
	conf *config.Config
	ill  bool
}

func doctorCommand(o *options) *cobra.Command {
	return &cobra.Command{
		Use:   "doctor",
		Short: "检查本机：配置、数据库、文件、磁盘、字体、时钟、邮件、备份",
		Args:  noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			conf, errs := o.readSettings()
			d := doctor{conf: conf}
			d.say("程序", fmt.Sprintf("实事通报 %s，%s %s/%s", version, runtime.Version(), runtime.GOOS, runtime.GOARCH), nil)
			for _, err := range errs {
				d.say("配置", "", err)
			}
			if len(errs) == 0 {
				d.say("配置", "没有错误（tongbao config 列出各项）", nil)
				d.ledger(cmd.Context(), o)
			}
			d.fonts()
			d.zone()
			d.mail(cmd.Context())
			if d.ill {
				return errFindings
			}
			return nil
		},
	}
}

// say prints one line: well with what there is to know, or what is wrong.
func (d *doctor) say(what, well string, wrong error) {
	if wrong != nil {
		d.ill = true
		outf("✗ %s：%v\n", what, wrong)
		if cause := causeOf(wrong); cause != "" {
			outf("    原因：%s\n", cause)
		}
		return
	}
	outf("✓ %s：%s\n", what, well)
}

// healthNames are what a check of the server is about.
var healthNames = map[string]string{
	"database": "数据库", "migrations": "数据库结构", "files": "文件存储", "disk": "磁盘", "outbox": "发件箱",
}

// ledger looks at the database, the files and when they were last backed up.
func (d *doctor) ledger(ctx context.Context, o *options) {
	s, closeStore, err := o.open(ctx, slog.New(slog.DiscardHandler))
	if err != nil {
		d.say("数据库", "", err)
		return
	}
	defer func() {
		if err := closeStore(); err != nil {
			d.say("数据库", "", err)
		}
	}()
	for _, h := range s.Health(ctx) {
		wrong := error(nil)
		if !h.OK {
			if wrong = fmt.Errorf("%s", h.Says); h.Err != nil {
				wrong = fmt.Errorf("%s：%w", h.Says, h.Err)
			}
		}
		d.say(healthNames[h.Name], h.Says, wrong)
	}
	if d.conf.Get(setDatabase) == "" {
		d.say("写入方式", "WAL，每次提交都落盘（打开数据库时已核对）", nil)
	}
	pulse, err := s.Pulse(ctx)
	if err != nil {
		d.say("日志", "", err)
		return
	}
	d.clock(ctx, s)
	d.backup(pulse, s.Clock())
}

// clock compares the machine's clock with the log: entries are never of the
// future.
func (d *doctor) clock(ctx context.Context, s *app.Service) {
	now := s.Clock()
	last, err := s.Audit(ctx, app.AuditFilter{Limit: 1})
	if err == nil && len(last) == 1 && last[0].At.After(now.Add(time.Minute)) {
		err = fmt.Errorf("本机现在是%s，日志的最后一条却在%s。请校准本机的时钟", now.Format("2006-01-02 15:04:05"), last[0].At.Format("2006-01-02 15:04:05"))
	}
	d.say("时钟", now.Format("2006-01-02 15:04:05")+"，不早于日志", err)
}

func (d *doctor) backup(p app.Pulse, now time.Time) {
	switch age := now.Sub(p.LastBackup); {
	case p.Entries == 0:
		d.say("备份", "台账还是空的", nil)
	case p.LastBackup.IsZero():
		d.say("备份", "", fmt.Errorf("还没有备份过。请运行 tongbao backup 文件名，并定时执行"))
	case age > oldBackup:
		d.say("备份", "", fmt.Errorf("上一次在%d天前。请运行 tongbao backup 文件名，并定时执行", int(age.Hours()/24)))
	default:
		d.say("备份", "上一次在"+p.LastBackup.Format("2006年1月2日15:04"), nil)
	}
}

func (d *doctor) fonts() {
	faces, err := font.Load(templates.Fonts(), os.DirFS(fontDir(d.conf.Get(setFonts))))
	if err == nil && !faces.Has(font.FangSong) {
		err = fmt.Errorf("没有仿宋，通报正文会改用宋体。请把 templates/fonts/gpl 放在程序旁，或用 %s 指定文件夹", setFonts)
	}
	d.say("字体", "宋体、标宋、黑体、楷体、仿宋都在；不需要安装 LibreOffice 或 Office", err)
}

// zone: dates are told in Beijing time, whatever the machine's zone is.
func (d *doctor) zone() {
	zone, err := shanghai()
	if err == nil {
		if _, seconds := time.Now().In(zone).Zone(); seconds != 8*60*60 {
			err = fmt.Errorf("北京时间与世界时相差%d秒，应为8小时。系统的时区文件有误", seconds)
		}
	}
	d.say("时区", "按北京时间（Asia/Shanghai），本机的时区是 "+time.Local.String()+"，不影响", err)
	if runtime.GOOS == "windows" {
		return
	}
	for _, name := range []string{"LC_ALL", "LC_CTYPE", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if !strings.Contains(strings.ToUpper(v), "UTF") {
				d.say("区域", "", fmt.Errorf("%s=%s，终端里的中文可能显示不出。请改为 zh_CN.UTF-8 或 C.UTF-8（不影响网页）", name, v))
				return
			}
			break
		}
	}
	d.say("区域", "输出和文件名用 UTF-8", nil)
}

func (d *doctor) mail(ctx context.Context) {
	address := d.conf.Get(setSMTP)
	if address == "" {
		d.say("邮件", "没有设置 "+setSMTP+"，通报只供下载", nil)
		return
	}
	sender, err := mail.New(address, d.conf.Get(setFrom), time.Now)
	if err != nil {
		return // told with the settings
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	reached, err := sender.Probe(ctx)
	d.say("邮件", "邮件服务器可以连接："+reached, err)
}
