from .clusters import JOINED as JOINED
from .steps import Joined as Joined
from .steps import Judged as Judged
from .steps import join as join
from .steps import judge as judge
