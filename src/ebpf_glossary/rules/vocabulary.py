"""What words of markup become when a machine translates them, and the other way round.

Where the source is known it says what was translated; these tables are for texts that stand alone.
"""

from __future__ import annotations


def _words(**originals: str) -> dict[str, str]:
    """Return a table from translations to originals; `_` stands for a hyphen."""
    return {
        word: original.replace("_", "-")
        for original, words in originals.items()
        for word in words.split()
    }


LANGUAGES = _words(
    bash="重击 猛击 巴什 狂欢 砰 抨击",
    shell="外壳 壳 贝壳 脚本 壳牌",
    sh="嘘",
    zsh="兹什",
    console="控制台 慰问 安慰",
    text="文本 纯文本 正文 文字",
    output="输出",
    go="去 走 转到 围棋",
    rust="锈 生锈 铁锈 锈蚀",
    python="蟒蛇 巨蟒",
    java="爪哇 爪哇岛",
    ruby="红宝石",
    swift="迅速 雨燕",
    perl="珍珠",
    c="丙",
    json="杰森",
    yaml="山药",
    toml="汤姆",
    xml="可扩展标记语言",
    markdown="降价 减价",
    diff="差异 区别",
    make="制作 使",
    makefile="生成文件 制作文件",
    dockerfile="码头文件",
    mermaid="美人鱼",
    dot="点",
    html="超文本",
    batch="批处理",
    plaintext="明文",
    powershell="电源外壳",
)

DIRECTIVES = _words(
    note="注意 注释 备注 说明 注",
    warning="警告",
    tip="提示 小贴士 技巧",
    hint="暗示 线索",
    important="重要 重要的 重要提示",
    caution="小心 谨慎 当心",
    attention="注意力 关注",
    danger="危险",
    error="错误",
    seealso="另请参阅 另请参见 另见 参见 请参阅",
    admonition="告诫 警示",
    figure="图 图形 插图",
    image="图像 图片",
    code_block="代码块 代码-块",
    code="代码",
    literalinclude="文字包含 字面包含",
    kernel_doc="内核文档 内核-文档",
    kernel_figure="内核图",
    kernel_include="内核包含",
    include="包括 包含",
    toctree="目录树",
    contents="内容 目录",
    table="表 表格",
    list_table="列表-表格 列表表格 列表",
    csv_table="csv-表格 csv表格",
    math="数学",
    only="仅 只有 仅限",
    index="索引",
    glossary="术语表 词汇表",
    deprecated="已弃用 弃用 不推荐使用 已过时",
    versionadded="版本添加 版本新增 版本增加",
    versionchanged="版本变更 版本更改 版本改变",
    raw="原始 生的",
    replace="替换 代替",
    topic="主题 话题",
    sidebar="侧边栏 侧栏",
    rubric="红字 标题栏",
    container="容器",
    highlight="高亮 突出显示",
    module="模块",
    currentmodule="当前模块",
    parsed_literal="解析文字",
)

OPTIONS = _words(
    alt="替代文本 替代 替代文字 备用文本 可选文本",
    width="宽度 宽",
    height="高度 高",
    scale="比例 缩放 规模",
    align="对齐 对齐方式 排列",
    target="目标 目标链接",
    name="名称 名字 姓名",
    caption="标题 说明 题注 字幕",
    maxdepth="最大深度",
    hidden="隐藏 隐藏的",
    numbered="编号 已编号",
    titlesonly="仅标题",
    glob="全局",
    identifiers="标识符 标识",
    functions="函数 功能",
    internal="内部 内部的",
    export="导出 出口",
    doc="文档",
    linenos="行号",
    lines="行 线",
    emphasize_lines="强调行 强调线 突出行",
    language="语言",
    header_rows="标题行 表头行 头行",
    widths="列宽 宽度列表",
    file="文件",
    local="本地 局部",
    depth="深度",
    encoding="编码",
    figwidth="图宽",
    start_after="开始于",
    end_before="结束于",
)
OPTIONS |= {"类": "class", "类名": "class", "班级": "class"}

ROLES = _words(
    ref="引用 参考 参照",
    doc="文档",
    func="函数 功能",
    meth="方法",
    mod="模块",
    term="术语 条款 学期",
    file="文件",
    command="命令",
    option="选项",
    envvar="环境变量",
    data="数据",
    const="常量",
    attr="属性",
    keyword="关键字",
    math="数学",
    manpage="手册页",
    program="程序",
    guilabel="界面标签",
    kbd="键盘",
    abbr="缩写",
    sub="下标",
    sup="上标",
    download="下载",
)
ROLES |= {"类": "class", "班级": "class"}

KNOWN_ROLES = frozenset(
    """
    abbr any attr c:data c:expr c:func c:macro c:member c:struct c:type c:var class code command
    const data dfn doc download envvar exc file func guilabel kbd keyword mailheader makevar
    manpage math menuselection meth mod numref obj option pep program py:attr py:class py:data
    py:exc py:func py:meth py:mod ref rfc samp source strong sub sup term token
    """.split()
)

FRONT_MATTER = _words(
    title="标题 题目 题名",
    weight="权重 重量",
    description="描述 说明 简介",
    date="日期",
    lastmod="最后修改 更新日期",
    tags="标签",
    author="作者",
    authors="作者们",
    categories="分类 类别 目录分类",
    category="类目",
    draft="草稿 草案",
    layout="布局 版式",
    linkTitle="链接标题",
    content_type="内容类型",
    keywords="关键词 关键字",
    summary="摘要 概要 总结",
    aliases="别名",
    slug="网址别名",
    image="图片 图像",
    subtitle="副标题",
    version="版本",
    type="类型",
    reviewers="审阅者 评审者 评审人",
    sidebar_position="侧边栏位置",
    sidebar_label="侧边栏标签",
    id="标识 编号",
    lang="语言",
    url="网址 链接",
    permalink="永久链接 固定链接",
    toc="目录",
    featured="特色 精选",
    cover="封面",
    name="名称",
)
FRONT_MATTER |= {
    word: key.replace("-", "_")
    for word, key in FRONT_MATTER.items()
    if key.startswith(("content", "sidebar"))
}

ALERTS = _words(
    note="注意 备注 说明 注释 笔记",
    tip="提示 技巧 小贴士",
    important="重要 重要提示",
    warning="警告",
    caution="小心 谨慎 当心",
    info="信息 资讯",
    danger="危险",
    success="成功",
    example="示例 例子",
    question="问题 疑问",
    quote="引用",
    abstract="摘要",
    bug="缺陷 漏洞",
    failure="失败",
)

# Words that only sentences have, not names, titles and commands.
FUNCTION_WORDS = frozenset(
    """
    a about after again all already also although an and any are as at be because been before being
    below between both but by can cannot could do does doesn don each either else even every few for
    from had has have having how however if in instead into is isn it its itself just like may might
    more most must need needs neither no nor not note of on once only or other otherwise our over
    please rather same see shall should since so some still such than that the their them then there
    therefore these they this those though through thus to too under unless until up upon us use
    used using very via was we were what when where whether which while who whose why will with
    within without would yet you your
    """.split()
)

# Words of which the headings and the table heads of documents are made.
HEADING_WORDS = frozenset(
    """
    about acknowledgements advanced api appendix architecture authors background basic basics before
    begin benchmarks best build building changelog cleanup code command commands community
    comparison compatibility conclusion configuration configuring contact contents contribute
    contributing contributors credits debugging default definition demo dependencies deploy
    deploying deployment description design details development documentation download example
    examples features field fields flags further general getting guide help history implementation
    installation installing introduction issues known learn license limitations links methods
    monitoring motivation name next notes option options output overview parameters performance
    practices prerequisites project purpose questions quick quickstart reading reference references
    related release releases requirements resources result results return returns roadmap running
    sample scope security see setup source start started status steps structure summary support
    supported syntax table terminology test testing tests tips tools troubleshooting tutorial
    tutorials type types uninstall update upgrade upgrading usage use value values version versions
    work working works
    """.split()
)

# Verbs with which labels and items of lists begin: what follows is no name.
IMPERATIVES = frozenset(
    """
    accept add allow apply assign attach build cancel change check choose clean clear click close
    compare compile configure confirm connect copy create debug define delete deny deploy detach
    disable disconnect discover display download edit enable enter execute exit export find follow
    generate get hide ignore import initialize insert inspect install invite join kill learn leave
    list load lock manage merge migrate modify monitor mount move open print publish pull purge push
    query quit read rebuild refresh register reject reload remove rename repeat replace report
    request resend reset resize restart restore resume retry return revert review revoke roll run
    save scan search select send set share show sign sort start stop submit switch sync terminate
    test trace transfer undo uninstall unload unlock unmount update upgrade upload use validate
    verify view visit wait watch write
    """.split()
)

# Words that no technical term consists of: left alone in a Chinese sentence they were forgotten.
PLAIN_WORDS = frozenset(
    """
    according actual additional afterwards almost already also although another anyway appropriate
    because becomes beforehand besides certain corresponding despite different during enough
    especially eventually everything existing furthermore hence however important indeed instead
    itself likewise meanwhile moreover much necessary nevertheless nonetheless often otherwise
    particular perhaps possible quite rather regarding respective same several significant similar
    sometimes somewhere soon sufficient than their therefore these they those though through thus
    together too towards underlying unless usual various whenever whereas wherever whether which
    whose
    """.split()
)

# Words of commands that are ordinary nouns behind the name of one: the kubectl proxy, a git commit.
COMMAND_NOUNS = frozenset(
    """
    action actions address agent archive artifact backup bench branch build bundle cache catalog
    certificate chain class classifier cluster command commit compile completion config container
    containers content context dashboard data default dependency dev diff doc driver endpoint env
    event events export expression feature features file filter flow format group hash head header
    headers help history home identity image images import index info input install interface
    issue key label level link list local location lock log login logs machine manifest map
    metadata metrics mirror mod module modules monitor mount name namespace network node nodes
    notes object options output package parameters patch path peer plan plugin plugins pod pods
    policy port prefix print probe profile prog project proxy query record registry release remote
    repo report request ring root route rule run script search secret section service setup shell
    signal size skeleton snapshot source stack state status store stream submodule summary switch
    system table tag target tasks template test token tool toolchain trace tree tunnel type unit
    update usage user value values version view volume wheel words workflow workspace worktree
    wrapper
    """.split()
)
