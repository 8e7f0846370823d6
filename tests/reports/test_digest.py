"""Digests by regions: each paragraph is an item, told of the region above it."""

from mapper.gazetteer import load_gazetteer
from mapper.incidents import code_article
from mapper.sources import Article

TEXT = """حصاد الأحداث ليوم الأحد 5-5-2019

حلب:: تعرضت بلدة كفرنوران لقصف مدفعي من قبل قوات النظام.

استهدفت المدفعية قرية كفرتعال بعدة قذائف.

إدلب:: قصفت راجمات الصواريخ مدينة سرمين، ما أدى لاستشهاد مدني.
"""
