"""Words that a full stop shortens rather than ends, in the languages that pages are mostly written in. All in lower case."""

from __future__ import annotations


def _set(*lines: str) -> frozenset[str]:
    return frozenset(word for line in lines for word in line.split())


LEADING = _set(
    "mr mrs ms mx dr prof rev hon pres gov sen rep gen col lt maj capt cmdr sgt adm brig supt det insp mgr msgr messrs ft",
    "e.g i.e cf vs viz fig figs eq vol approx eds incl nos est op ibid",
    "bzw z.b d.h u.a bd nr hr fr dipl lic frl ca vgl sog zzgl evtl ggf inkl exkl",
    "mm mme mlle mgr pr av vve env",
    "sra srta sres dra dres uds ud vd vds ee excmo excma gral ing pág",
    "sig sig.ra sigg dott dott.ssa prof.ssa avv geom rag spett on egr gent",
    "exmo exma sta eng",
    "dhr mevr mw drs bijv resp ir",
    "np zob tzw tj ul al prof inż mgr płk ks",
    "bl.a t.ex dvs d.v.s s.k kap jfr",
    "т.е т.к им ул гр тов проф акад κ",
)
"""No sentence ends with them: the next word belongs to them. English, German, French, Spanish, Italian, Portuguese, Dutch,
Polish, Swedish and Danish, Russian and Greek, a line each."""

NUMBERED = _set(
    "no nos nr p pp pg art arts sec secs ch chap ext c vol para par ex eq",
    "abs abb s str kap tab anm rn ziff",
    "n núm num pág pag págs pags cap fol",
    "blz hfdst afb poz r стр рис п ст",
)
"""The same where a number follows: "No. 5" is one thing, "No. He left." are two."""

CLOSING = _set(
    "u.s u.k u.n e.u u.s.a d.c a.m p.m inc ltd co corp plc llc llp bros jr sr etc al b.c a.d b.c.e c.e ph.d m.d b.a m.a b.sc m.sc dept univ",
    "assn st mt ave blvd rd sq sec ch lb lbs oz yd km cm mm kg hr hrs min mins mph ft inc",
    "usw usf mio mrd ff ggmbh gmbh co.kg jh jhd s.o s.u v.chr n.chr",
    "j.-c apr.j.-c uu s.a s.l s.p.a s.r.l cía ecc mln mld",
    "enz itd itp m.in osv m.m etc г гг в вв др т.д т.п млн млрд тыс руб",
)
"""Abbreviations that may end a sentence: it does where a word follows that starts one."""

CALENDAR = frozenset(
    "Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun".split()
)
"""The same for months and days, with a capital: in lower case they are words of their own."""

MONTHS = _set(
    "januar jänner februar märz april mai juni juli august september oktober november dezember december",
    "ledna února března dubna května června července srpna září října listopadu prosince",
)
"""Months of languages that write a day as "3. Oktober"."""

ORDINAL_LANGUAGES = frozenset("de da nb nn no fi et cs sk sl hr sr bs hu lv tr is pl".split())
"""Languages that write a full stop behind an ordinal number: "der 2. Weltkrieg"."""

STARTERS = _set(
    "the a an this that these those he she it they we i you his her its their our my there here in on at by for from",
    "with after before when while if as but and or so yet however although though because since until during under",
    "over between among about according earlier later meanwhile then now today yesterday last next one two three some",
    "many most all both each every no not what who where why how is are was were do does did will would can could",
    "officials police critics analysts supporters nobody none everyone everybody someone several others few another such",
    "despite like unlike even only just perhaps still also thus hence moreover nevertheless instead indeed again once",
    "please see more less nothing something anyone",
    "der die das den dem des er sie es wir ich ihr ein eine einer im am auf aus bei mit nach seit von zu und aber doch denn",
    "niemand alle viele diese dieser dieses so wenn als auch sein ihre man dort hier dann danach jetzt heute gestern nur trotz während",
    "le la les l un une des il elle ils elles on nous vous je ce cette ces dans en sur pour par avec mais et ou puis",
    "personne tout tous ailleurs selon depuis après avant c d",
    "el los las uno una unos él ella ellos ellas su sus este esta en con por para pero y o nadie todo todos según desde",
    "il lo gli i uno lui lei loro nel nella con per ma e o nessuno tutto tutti secondo dopo prima non",
    "o os as um uma ele ela eles elas seu sua no na nos nas em com por mas e ninguém tudo todos segundo não está",
    "de het een hij zij ze wij in op met maar en niemand alles dit dat er verder",
    "on ona ono oni one to ten ta w na z i ale nie nikt jest tam tu teraz potem",
    "den det en ett han hon de i på med men och ingen alla",
    "он она оно они это этот эта эти в во на с и но а мы я вы не никто все по за из для как что",
    "ο η το οι τα ένας μια αυτό στη στο στην και αλλά δεν κανείς",
)
"""Words that, with a capital behind an abbreviation, start a sentence rather than go on with a name; languages as above."""

SPEECH = _set(
    "said says asked asks wrote writes added adds shouted cried replied told tells called calls yelled whispered",
    "sagte fragte rief dit demanda dijo preguntó disse chiese perguntou",
)
"""Verbs by which a quotation that ends in "!" or "?" goes on: "Stop!" Marlow said."""
